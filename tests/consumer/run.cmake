# run.cmake -- builds a consumer's project in a folder of its own and runs it.
# KIND: find_package, add_subdirectory, configure (add_subdirectory without building) or pkg_config; SOURCE: why502's sources; BUILD: its
# build folder; WORK: where to work; COMPILER; GENERATOR.
file(REMOVE_RECURSE ${WORK})
file(MAKE_DIRECTORY ${WORK})

function(run)
  execute_process(COMMAND ${ARGV} WORKING_DIRECTORY ${WORK} RESULT_VARIABLE failed OUTPUT_VARIABLE out ERROR_VARIABLE out)
  if(failed)
    string(JOIN " " command ${ARGV})
    message(FATAL_ERROR "${command}\n${out}")
  endif()
endfunction()

set(project ${KIND})
if(KIND STREQUAL "configure")
  set(project add_subdirectory)
endif()
if(NOT project STREQUAL "add_subdirectory")
  run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${WORK}/prefix)
endif()
if(KIND STREQUAL "pkg_config")
  file(GLOB_RECURSE pc ${WORK}/prefix/*/why502.pc)
  get_filename_component(pc_dir ${pc} DIRECTORY)
  # The .pc names the configured prefix; this install has another.
  set(ENV{PKG_CONFIG_PATH} ${pc_dir})
  execute_process(COMMAND pkg-config --define-variable=prefix=${WORK}/prefix --cflags --libs why502
                  OUTPUT_VARIABLE flags OUTPUT_STRIP_TRAILING_WHITESPACE RESULT_VARIABLE failed ERROR_VARIABLE why)
  if(failed)
    message(FATAL_ERROR "pkg-config: ${why}")
  endif()
  separate_arguments(flags)
  include(${SOURCE}/tests/consumer/recipes.cmake)
  write_recipes(${SOURCE} ${WORK}/recipes.h)
  run(${COMPILER} -std=c++20 ${CXX_FLAGS} -I${WORK} ${SOURCE}/tests/consumer/main.cc -o consumer ${flags})
  run(${WORK}/consumer)
else()
  run(${CMAKE_COMMAND} -S ${SOURCE}/tests/consumer/${project} -B ${WORK}/build -G ${GENERATOR}
      -DCMAKE_CXX_COMPILER=${COMPILER} -DCMAKE_PREFIX_PATH=${WORK}/prefix -DWHY502_SOURCE_DIR=${SOURCE})
  if(NOT KIND STREQUAL "configure")
    run(${CMAKE_COMMAND} --build ${WORK}/build)
    run(${WORK}/build/consumer)
  endif()
endif()
