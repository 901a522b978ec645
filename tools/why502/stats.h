// stats.h -- --stats: what reading cost.
#ifndef WHY502_TOOLS_STATS_H_
#define WHY502_TOOLS_STATS_H_

#include <chrono>
#include <string>

#include "why502/parser.h"

namespace why502::command {

// A name and a number a line; MB are 10^6 bytes, MiB 2^20.
std::string stats_text(const Counters& counters, std::chrono::steady_clock::duration taken);

}  // namespace why502::command

#endif  // WHY502_TOOLS_STATS_H_
