# install.cmake -- what `cmake --install` puts where: libraries, headers, schemas, and
# what find_package(why502) and pkg-config read.
include(CMakePackageConfigHelpers)

install(TARGETS why502_core why502_why502 EXPORT why502-targets
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/why502 DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/share/why502 DESTINATION ${CMAKE_INSTALL_DATADIR})

set(why502_package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/why502)
install(EXPORT why502-targets NAMESPACE why502:: DESTINATION ${why502_package_dir})
configure_package_config_file(
  ${PROJECT_SOURCE_DIR}/cmake/why502-config.cmake.in ${PROJECT_BINARY_DIR}/why502-config.cmake
  INSTALL_DESTINATION ${why502_package_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/why502-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/why502-config.cmake ${PROJECT_BINARY_DIR}/why502-config-version.cmake
              ${PROJECT_SOURCE_DIR}/cmake/why502-re2.cmake
        DESTINATION ${why502_package_dir})

set(why502_pc_json "")
if(WHY502_WITH_JSON)
  set(why502_pc_json " simdjson")
endif()
if(WHY502_WITH_RE2)
  set(WHY502_PC_RE2 " re2")
endif()
# Wherever it is put, a package's root or a user's home.
file(RELATIVE_PATH WHY502_PC_TO_PREFIX /${CMAKE_INSTALL_LIBDIR}/pkgconfig /)
configure_file(${PROJECT_SOURCE_DIR}/cmake/why502.pc.in ${PROJECT_BINARY_DIR}/why502.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/why502.pc DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
