#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Installs rondo, moves it elsewhere, and builds a project against it in each way that a user would.

run.py --compiler CXX --work DIR [--shared] [--built BUILD]; ends with a count of its steps.
"""
import argparse
import os
import pathlib
import shutil
import subprocess
import sys

SOURCE = pathlib.Path(__file__).resolve().parents[2]
HERE = pathlib.Path(__file__).resolve().parent
WANTED = "rondo 0.1.0: 10\n"


class Failed(Exception):
    pass


def call(*command, **more) -> str:
    ended = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                           text=True, check=False, **more)
    if ended.returncode != 0:
        raise Failed(f"{' '.join(str(word) for word in command)}\nended with {ended.returncode}:\n{ended.stdout}")
    return ended.stdout


class Consumer:
    def __init__(self, options):
        self.compiler, self.shared = options.compiler, options.shared
        self.work, self.built = options.work, options.built
        shutil.rmtree(self.work, ignore_errors=True)
        self.work.mkdir(parents=True)
        self.prefix = self.work / "moved"
        self.environment = dict(os.environ)
        for name in [name for name in self.environment if name.startswith(("CMAKE_", "RONDO_", "CXX"))]:
            del self.environment[name]

    def cmake(self, source, build, *more):
        call("cmake", "-G", "Ninja", "-S", source, "-B", build, f"-DCMAKE_CXX_COMPILER={self.compiler}", *more,
             env=self.environment)
        call("cmake", "--build", build, env=self.environment)

    def runs(self, program):
        said = call(program, env=self.environment)
        if said != WANTED:
            raise Failed(f"{program} printed {said!r}, not {WANTED!r}")

    def installs(self):
        """the release library is installed, alone, and its prefix moved"""
        library = self.built or self.work / "library"
        if not self.built:
            self.cmake(SOURCE, library, "-DCMAKE_BUILD_TYPE=Release", "-DRONDO_EXAMPLES=OFF", "-DRONDO_TESTS=OFF",
                       "-DRONDO_BENCH=OFF", f"-DBUILD_SHARED_LIBS={'ON' if self.shared else 'OFF'}")
        call("cmake", "--install", library, "--prefix", self.work / "staged")
        (self.work / "staged").rename(self.prefix)

    def names_no_place(self):
        """no installed file names the source tree, the build tree or the first prefix"""
        for path in self.prefix.rglob("*"):
            if path.is_file() and path.suffix in (".cmake", ".pc", ".hpp"):
                for place in (SOURCE, self.work):
                    if str(place) in path.read_text():
                        raise Failed(f"{path} names {place}")

    def finds_package(self):
        """find_package(rondo) in a debug build, which agrees with the release library on every layout"""
        build = self.work / "by_cmake"
        self.cmake(HERE, build, "-DCMAKE_BUILD_TYPE=Debug", f"-DCMAKE_PREFIX_PATH={self.prefix}",
                   "-DCMAKE_CXX_FLAGS=-Wall -Wextra -Wconversion -Werror")
        self.runs(build / "consumer")

    def finds_pkg_config(self):
        """pkg-config rondo"""
        places = [path.parent for path in self.prefix.rglob("rondo.pc")]
        environment = {**self.environment, "PKG_CONFIG_PATH": str(places[0])}
        flags = call("pkg-config", "--cflags", "--libs", "rondo", env=environment).split()
        libraries = [path.parent for path in self.prefix.rglob("librondo.*")]
        call(self.compiler, HERE / "main.cpp", "-o", self.work / "by_pkg_config", *flags, f"-Wl,-rpath,{libraries[0]}")
        self.runs(self.work / "by_pkg_config")

    def is_a_subproject(self):
        """add_subdirectory brings the library, and no example, test or warning (shared: without checks and diagnostics)"""
        build = self.work / "by_source"
        bare = ["-DRONDO_DIAGNOSTICS=OFF", "-DRONDO_CHECKS=OFF"] if self.shared else []
        self.cmake(HERE, build, f"-DRONDO_SOURCE={SOURCE}", f"-DBUILD_SHARED_LIBS={'ON' if self.shared else 'OFF'}",
                   "-DCMAKE_EXPORT_COMPILE_COMMANDS=ON", *bare)
        self.runs(build / "consumer")
        if "rondo_tests" in call("ninja", "-C", build, "-t", "targets", "all"):
            raise Failed("the tests are part of a subproject")

    def hides_the_rest(self):
        """a shared library exports its own names, in the namespace of its version, and has an SONAME"""
        library = next(path for path in self.prefix.rglob("librondo.so"))
        if "librondo.so.0" not in call("readelf", "-d", library):
            raise Failed(f"{library} has no SONAME librondo.so.0")
        for line in call("nm", "-DC", "--defined-only", library).splitlines():
            _, kind, name = line.split(" ", 2)
            # Weak and unique instances of the templates of the C++ library stay visible: it says so itself.
            if kind not in "WVu" and "rondo::v0::" not in name:
                raise Failed(f"{library} exports '{name}'")

    def steps(self):
        yield from (self.installs, self.names_no_place, self.finds_package, self.finds_pkg_config, self.is_a_subproject)
        if self.shared:
            yield self.hides_the_rest


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--compiler", required=True)
    parser.add_argument("--work", required=True, type=pathlib.Path)
    parser.add_argument("--shared", action="store_true")
    parser.add_argument("--built", type=pathlib.Path, help="a build of this kind to install, instead of one of its own")
    passed = failed = 0
    for step in Consumer(parser.parse_args()).steps():
        try:
            step()
            passed += 1
        except Failed as reason:
            print(f"failed: {step.__doc__}\n{reason}")
            failed += 1
            if not passed:
                break  # without an install there is nothing to look at
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
