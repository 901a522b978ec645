// pool.h -- the good records that tests damage: every sample, every edge case, and real logs.
#ifndef WHY502_TESTS_TWIN_POOL_H_
#define WHY502_TESTS_TWIN_POOL_H_

#include <filesystem>
#include <string>
#include <vector>

namespace why502_tests {

// samples/logs/*.log, sorted.
std::vector<std::filesystem::path> log_paths();
std::string read_file(const std::filesystem::path& path);

// Samples of rules and look-alikes, records of the edge cases, some lines of each log.
std::vector<std::string> record_pool();

}  // namespace why502_tests

#endif  // WHY502_TESTS_TWIN_POOL_H_
