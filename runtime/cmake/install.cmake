# SPDX-License-Identifier: BSL-1.0
#
# Install and export: find_package(rondo) and pkg-config, both relocatable: the prefix may be moved after the install.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(rondo_libraries rondo)
foreach(component IN LISTS rondo_components)
    list(APPEND rondo_libraries rondo_${component})
endforeach()
install(TARGETS ${rondo_libraries} EXPORT rondo-targets
    ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}"
    LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}"
    INCLUDES DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
install(DIRECTORY "${PROJECT_SOURCE_DIR}/include/rondo" "${rondo_generated}/rondo"
    DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" FILES_MATCHING PATTERN "*.hpp")

set(rondo_package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/rondo")
install(EXPORT rondo-targets NAMESPACE rondo:: DESTINATION "${rondo_package_dir}")
configure_package_config_file("${CMAKE_CURRENT_LIST_DIR}/rondo-config.cmake.in"
    "${PROJECT_BINARY_DIR}/rondo-config.cmake" INSTALL_DESTINATION "${rondo_package_dir}")
# Before 1.0 a minor version may change the interface.
write_basic_package_version_file("${PROJECT_BINARY_DIR}/rondo-config-version.cmake"
    VERSION ${PROJECT_VERSION} COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/rondo-config.cmake" "${PROJECT_BINARY_DIR}/rondo-config-version.cmake"
    DESTINATION "${rondo_package_dir}")

# The way back from lib/pkgconfig to the prefix, however deep the library directory is.
file(RELATIVE_PATH rondo_pc_to_prefix "/prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/prefix")
string(REGEX REPLACE "/$" "" rondo_pc_to_prefix "${rondo_pc_to_prefix}")
configure_file("${CMAKE_CURRENT_LIST_DIR}/rondo.pc.in" "${PROJECT_BINARY_DIR}/rondo.pc" @ONLY)
install(FILES "${PROJECT_BINARY_DIR}/rondo.pc" DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
foreach(component IN LISTS rondo_components)
    get_target_property(links rondo_${component} RONDO_LINKS)
    get_property(requires TARGET rondo_${component} PROPERTY RONDO_REQUIRES)
    list(TRANSFORM links PREPEND "-l")
    list(JOIN links " " links)
    configure_file("${CMAKE_CURRENT_LIST_DIR}/rondo-component.pc.in" "${PROJECT_BINARY_DIR}/rondo-${component}.pc" @ONLY)
    install(FILES "${PROJECT_BINARY_DIR}/rondo-${component}.pc" DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig")
endforeach()
install(FILES "${PROJECT_SOURCE_DIR}/LICENSE" DESTINATION "${CMAKE_INSTALL_DOCDIR}")
