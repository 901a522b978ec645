// records.h -- a plain good record and its pieces: what tests make their logs of.
#ifndef WHY502_TESTS_ENGINE_RECORDS_H_
#define WHY502_TESTS_ENGINE_RECORDS_H_

#include <string>

namespace why502_tests {

// Without its line ending.
inline const std::string kStamp = "2026/08/20 12:34:56";
inline const std::string kHead = kStamp + " [error] 7#7: *9 ";
inline const std::string kRefused = "connect() failed (111: Connection refused) while connecting to upstream";
inline const std::string kFields =
    ", client: 10.0.0.9, server: a.io, request: \"GET /x HTTP/1.1\", upstream: \"http://10.1.2.3:8080/x\", "
    "host: \"a.io\"";
inline const std::string kGood = kHead + kRefused + kFields;

}  // namespace why502_tests

#endif  // WHY502_TESTS_ENGINE_RECORDS_H_
