# package.cmake -- a .deb of command, library, headers, schemas, manual page and completions: `tools/dev package`.
install(FILES ${PROJECT_SOURCE_DIR}/share/doc/copyright ${PROJECT_SOURCE_DIR}/CHANGELOG.md
        DESTINATION ${CMAKE_INSTALL_DATADIR}/doc/why502)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME why502)
set(CPACK_PACKAGE_VENDOR why502)
set(CPACK_PACKAGE_CONTACT "The why502 maintainers <maintainers@why502.invalid>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "tells from gateways' error logs which upstream failed, and why")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION admin)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION "Reads the error logs of nginx, Apache httpd and PHP-FPM, from files, directories and
pipes, and tells what failed, on which upstream, since when, and where to look
first: as a report, JSON, CSV, gauges for Prometheus or an event a line. With the
C++ library that the command is made of.")
# What the command is linked with; the tz database is read by its path. Who builds with the
# library needs what find_package(why502) looks for, too.
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS tzdata)
set(CPACK_DEBIAN_PACKAGE_SUGGESTS
    "libabsl-dev, libsimdjson-dev, libre2-dev, libisal-dev, libzstd-dev, liblzma-dev, libbz2-dev")
include(CPack)
