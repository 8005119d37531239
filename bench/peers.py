# SPDX-License-Identifier: BSL-1.0
"""Who takes part: the files of a scenario's folder, what each needs, and the command that runs it.

A peer is bench/<scenario>/<peer>.<language>; its `needs:` comment names what must be there: libraries and headers for C++
(the build knows), a version of go, a crate, a package of PyPI, commands for .sh, `bin/x` for a program of the build tree.
What is missing makes the peer skipped, with a word that says why.
"""
import dataclasses
import importlib.util
import os
import pathlib
import platform
import re
import shutil
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
BUILT = ROOT / "build/bench"
CRATES = {"genawaiter": ("0.99.1", ""), "tokio": ("1.54.1", '"macros", "rt", "time", "sync"'), "tokio-util": ("0.7.20", '"rt"'),
          "tokio-stream": ("0.1.19", "")}
PYPI = {"salabim": "26.0.9", "simpy": "4.1.2", "trio": "0.35.0", "uvloop": "0.23.0"}
LANGUAGES = {".cpp": "C++", ".py": "CPython", ".js": "Node", ".go": "Go", ".rs": "Rust", ".sh": "sh"}
PACKAGES = {"node": "nodejs", "go": "golang-go", "rustc": "rustc", "cargo": "cargo", "rg": "ripgrep"}
# The same program under another name: (scenario, peer) -> its name, what it is given in its environment.
VARIANTS = {("generator_short", "rondo"): ("rondo_malloc", {"RONDO_FRAME_POOL": "0"})}
VARIANTS |= {(f"sim_{what}", "rondo"): ("rondo_simpy_order", {"BENCH_ORDER": "simpy"})
             for what in ("clock", "hold", "mm1", "store_pingpong", "phold")}
VARIANTS |= {(scenario, name): (f"{name}_epoll", {"RONDO_DRIVER": "epoll"})
             for scenario, name in (("file_read", "rondo"), ("file_copy", "rondo"), ("file_export", "rondo"),
                                    ("file_export", "rondo_direct"), ("lines_split", "rondo"), ("log_pipeline", "rondo_lines"),
                                    ("small_files", "rondo"), ("tree_walk", "rondo"))}


class Skipped(Exception):
    """Why a peer does not take part."""


@dataclasses.dataclass
class Peer:
    scenario: str
    name: str
    command: list
    compiler: str  # what compiled or runs it, as the tables show it
    version: str = "-"
    environment: dict = dataclasses.field(default_factory=dict)
    program: str = ""  # what to measure under callgrind


def said(*command) -> str:
    """The first line that a command prints."""
    ended = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, text=True,
                           check=False)
    return (ended.stdout.strip().splitlines() or [""])[0]


def scenarios():
    return sorted(path.name for path in HERE.iterdir() if path.is_dir() and any(path.glob("rondo.*")))


def sources(scenario: str):
    """The floors first, then rondo, then the others by name."""
    order = ["serial", "call", "read", "fused", "fused_lines", "coroutine", "ring", "calendar", "sort",
             "heap", "floor", "rondo"]
    files = [path for path in (HERE / scenario).iterdir() if path.suffix in LANGUAGES]
    return sorted(files, key=lambda path: (order.index(path.stem) if path.stem in order else len(order), path.stem))


def names(scenario: str):
    for path in sources(scenario):
        yield path.stem
        if (scenario, path.stem) in VARIANTS:
            yield VARIANTS[scenario, path.stem][0]


def needs(path: pathlib.Path):
    match = re.search(r"^(?://|#) needs: (.*)$", path.read_text(), re.MULTILINE)
    return match[1].split() if match else []


def find(command: str) -> str:
    found = shutil.which(command)
    if not found:
        package = PACKAGES.get(command, command)
        raise Skipped(f"{command} is not there (package {package})")
    return found


def compiler_of(tree: pathlib.Path) -> str:
    """'clang 19.1' or 'gcc 12.2', from what CMake found."""
    for file in sorted(tree.glob("CMakeFiles/*/CMakeCXXCompiler.cmake")):
        text = file.read_text()
        kind = re.search(r'CMAKE_CXX_COMPILER_ID "(\w+)"', text)[1]
        version = re.search(r'CMAKE_CXX_COMPILER_VERSION "(\d+\.\d+)', text)[1]
        return f"{ {'Clang': 'clang', 'GNU': 'gcc'}.get(kind, kind) } {version}"
    raise SystemExit(f"bench: {tree} is no build tree; ./dev bench builds one")


def rondo_version(tree: pathlib.Path) -> str:
    header = (tree / "include/rondo/base/build_config.hpp").read_text()
    return re.search(r'RONDO_VERSION_STRING "(.*)"', header)[1]


def build(command, product: pathlib.Path, inputs, **options):
    """Runs a compiler when a product is older than its inputs."""
    newest = max(path.stat().st_mtime for path in inputs)
    if product.exists() and product.stat().st_mtime > newest:
        return
    product.parent.mkdir(parents=True, exist_ok=True)
    ended = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                           stdin=subprocess.DEVNULL, text=True, check=False, **options)
    if ended.returncode or not product.exists():
        line = next((line for line in ended.stdout.splitlines() if "error" in line.lower()), "no message")
        raise Skipped(f"{pathlib.Path(command[0]).name} could not build it: {line.strip()}")


def go(path: pathlib.Path):
    compiler = find("go")
    version = re.search(r"go(\d+)\.(\d+)\S*", said(compiler, "version"))
    wanted = needs(path)
    if wanted and (int(version[1]), int(version[2])) < tuple(int(part) for part in wanted[1].split(".")):
        raise Skipped(f"go is {version[0][2:]}, and {wanted[1]} or newer is needed")
    folder = BUILT / "go" / path.parent.name / path.stem
    folder.mkdir(parents=True, exist_ok=True)
    parts = [path] if path.parent.name == "log_pipeline" else [path, HERE / "harness.go"]
    for part in parts:  # Go wants all files of a program in one folder
        shutil.copy2(part, folder / part.name)
    (folder / "go.mod").write_text(f"module bench\n\ngo {version[1]}.{version[2]}\n")
    program = folder / "program"
    build([compiler, "build", "-o", program, "."], program, parts, cwd=folder)
    return [program], "Go " + version[0][2:], version[0][2:]


def rust(path: pathlib.Path):
    crates = needs(path)
    compiler = find("cargo" if crates else "rustc")
    version = said(find("rustc"), "--version").split()[1]
    folder = BUILT / "rust" / path.parent.name / path.stem
    environment = {**os.environ, "BENCH_VERSION": version}
    inputs = [path, HERE / "harness.rs"]
    if not crates:
        program = folder / "program"
        build([compiler, "--edition=2021", "-C", "opt-level=3", "-o", program, path], program, inputs, env=environment)
        return [program], "rustc " + version, version
    folder.mkdir(parents=True, exist_ok=True)
    lines = ["[package]", 'name = "program"', 'version = "0.0.0"', 'edition = "2021"', "[[bin]]", 'name = "program"',
             f'path = "{path}"', "[dependencies]"]
    for crate in crates:
        lines.append(f'{crate} = {{ version = "={CRATES[crate][0]}", features = [{CRATES[crate][1]}] }}')
    lines += ["[profile.release]", 'lto = "fat"', "codegen-units = 1", "[workspace]", ""]
    manifest = folder / "Cargo.toml"
    if not manifest.exists() or manifest.read_text() != "\n".join(lines):
        manifest.write_text("\n".join(lines))
    inputs.append(manifest)
    environment["CARGO_TARGET_DIR"] = str(BUILT / "rust/target")
    program = folder / "program"
    built = BUILT / "rust/target/release/program"
    if not program.exists() or program.stat().st_mtime < max(part.stat().st_mtime for part in inputs):
        built.unlink(missing_ok=True)
        build([compiler, "build", "--release", "--quiet", "--manifest-path", manifest], built, inputs,
              env=environment)
        shutil.copy2(built, program)
    return [program], "rustc " + version, ", ".join(f"{crate} {CRATES[crate][0]}" for crate in crates)


def python(path: pathlib.Path):
    """Packages are installed for the benches alone, beside what else is built for them."""
    folders, versions = [HERE], []
    for package in needs(path):
        version = PYPI[package]
        folder = BUILT / "python" / f"{package}-{version}-{platform.python_version()}"
        if not folder.exists():
            if importlib.util.find_spec("pip") is None:
                raise Skipped("pip is not there (package python3-pip)")
            being_made = folder.with_suffix(".part")
            shutil.rmtree(being_made, ignore_errors=True)
            command = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--target",
                       being_made, f"{package}=={version}"]
            ended = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                   stdin=subprocess.DEVNULL, text=True, check=False)
            if ended.returncode:
                line = next((line for line in ended.stdout.splitlines() if "error" in line.lower()), "no message")
                raise Skipped(f"pip could not install {package} {version}: {line.strip()}")
            being_made.rename(folder)
        folders.append(folder)
        versions.append(f"{package} {version}")
    version = platform.python_version()
    return [sys.executable, path], "CPython " + version, ", ".join(versions) or version, folders


def shell(path: pathlib.Path, tree: pathlib.Path):
    version = "-"
    for need in needs(path):
        if need.startswith("bin/"):
            if not (tree / need).exists():
                raise Skipped(f"{need} is not built in {tree.name}")
            continue
        found = find(need)
        if version == "-":
            line = said(found, "-W", "version") if need == "mawk" else said(found, "--version")
            version = re.search(r"\d[\w.]*", line)[0] if re.search(r"\d", line) else "-"
    return [find("sh"), path], version


def prepare(path: pathlib.Path, tree: pathlib.Path, first: bool):
    """The peers of one source in one build tree; none for a second tree when the tree makes no difference."""
    scenario, name = path.parent.name, path.stem
    if path.suffix == ".cpp":
        program = tree / "bench" / scenario / name
        skipped = tree / "bench/skipped.txt"
        for line in skipped.read_text().splitlines() if skipped.exists() else []:
            if line.split()[0] == f"{scenario}/{name}":
                raise Skipped(f"{line.split(maxsplit=1)[1]} is not there for {compiler_of(tree)}")
        if not program.exists():
            raise Skipped(f"it is not built in {tree.name}")
        version = rondo_version(tree) if name.startswith("rondo") else "-"
        peer = Peer(scenario, name, [program], compiler_of(tree), version, program=str(program))
        variant = VARIANTS.get((scenario, name))
        return [peer] + ([dataclasses.replace(peer, name=variant[0], environment=variant[1])] if variant else [])
    if path.suffix == ".sh":
        of_tree = any(need.startswith("bin/") for need in needs(path))
        if not first and not of_tree:
            return []
        command, version = shell(path, tree)
        version = rondo_version(tree) if of_tree else version
        return [Peer(scenario, name, command, compiler_of(tree) if of_tree else "-", version,
                     {"BENCH_TREE": str(tree), "LC_ALL": "C"})]
    if not first:
        return []
    if path.suffix == ".py":
        command, compiler, version, folders = python(path)
        return [Peer(scenario, name, command, compiler, version, {"PYTHONPATH": os.pathsep.join(map(str, folders))})]
    if path.suffix == ".js":
        node = find("node")
        version = said(node, "--version")[1:]
        return [Peer(scenario, name, [node, path], "Node " + version, version)]
    command, compiler, version = (go if path.suffix == ".go" else rust)(path)
    return [Peer(scenario, name, command, compiler, version)]
