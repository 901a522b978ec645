// key_words.h -- a group's key as a person reads it.
#ifndef WHY502_LIB_REPORT_KEY_WORDS_H_
#define WHY502_LIB_REPORT_KEY_WORDS_H_

#include <string>
#include <string_view>

#include "lib/report/visible.h"
#include "why502/aggregate.h"

namespace why502::report {

// "connection refused", "10.0.0.1:80", "(no host)", "unknown": made visible.
std::string key_words(Dimension dimension, std::string_view key, Charset charset);

}  // namespace why502::report

#endif  // WHY502_LIB_REPORT_KEY_WORDS_H_
