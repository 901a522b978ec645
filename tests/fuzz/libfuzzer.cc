// libfuzzer.cc -- libFuzzer's entry into one target: WHY502_FUZZ_TARGET.
#include "tests/fuzz/targets.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  why502_tests::WHY502_FUZZ_TARGET({reinterpret_cast<const char*>(data), size});
  return 0;
}
