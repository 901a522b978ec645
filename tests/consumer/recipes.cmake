# recipes.cmake -- the C++ of docs/recipes.md as a header: write_recipes(SOURCE FILE).
function(write_recipes source file)
  file(READ ${source}/docs/recipes.md rest)
  set(programs "")
  # A list would break at the programs' semicolons.
  while(rest MATCHES "```cpp\n([^`]*)```(.*)")
    string(APPEND programs "${CMAKE_MATCH_1}\n")
    set(rest "${CMAKE_MATCH_2}")
  endwhile()
  if(programs STREQUAL "")
    message(FATAL_ERROR "${source}/docs/recipes.md shows no program")
  endif()
  file(WRITE ${file} "${programs}")
endfunction()
