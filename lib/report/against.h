// against.h -- a comparison in words.
#ifndef WHY502_LIB_REPORT_AGAINST_H_
#define WHY502_LIB_REPORT_AGAINST_H_

#include <string>

#include "lib/report/visible.h"
#include "why502/compare.h"

namespace why502::report {

// "+4,100", "-30": what is more now than the rate before would have brought.
std::string difference_words(const Change& change);

// "Against yesterday.log: +4,100 response timed out on 10.0.0.7:8080 (new), all else flat."
std::string against_verdict(const Comparison& comparison, Charset charset);

}  // namespace why502::report

#endif  // WHY502_LIB_REPORT_AGAINST_H_
