# totals_test.cmake -- the command's totals of a generated log of 4 MB are the true ones.
function(run)
  execute_process(COMMAND ${ARGV} RESULT_VARIABLE result)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "exit ${result}: ${ARGV}")
  endif()
endfunction()

set(base ${FOLDER}/totals_${LOG})
run(${GENERATE} ${LOG} --bytes 4M --seed 502 --truth ${base}.truth OUTPUT_FILE ${base}.log)
run(${WHY502} -o json --tz UTC ${base}.log OUTPUT_FILE ${base}.json)
run(${CHECK} ${base}.truth ${base}.json)
