# why502-re2.cmake -- re2::re2 where the system has RE2 but no CMake files of it (Debian 12).
find_path(WHY502_RE2_INCLUDE re2/re2.h)
find_library(WHY502_RE2_LIBRARY re2)
if(NOT WHY502_RE2_INCLUDE OR NOT WHY502_RE2_LIBRARY)
  message(FATAL_ERROR "RE2 was not found: install libre2-dev, or configure with -DWHY502_WITH_RE2=OFF")
endif()
add_library(re2::re2 UNKNOWN IMPORTED GLOBAL)
set_target_properties(re2::re2 PROPERTIES
  IMPORTED_LOCATION ${WHY502_RE2_LIBRARY} INTERFACE_INCLUDE_DIRECTORIES ${WHY502_RE2_INCLUDE})
