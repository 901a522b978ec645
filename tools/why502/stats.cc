// stats.cc -- bytes, lines, seconds, memory.
#include "tools/why502/stats.h"

#include <algorithm>
#include <cstdio>

#include <sys/resource.h>

namespace why502::command {
namespace {

void append(const char* name, const std::string& value, std::string* out) {
  *out += name;
  out->append(std::max<std::size_t>(28 - std::min<std::size_t>(value.size(), 28), 14) - std::string(name).size(), ' ');
  *out += value;
  *out += '\n';
}

std::string decimal(double number, int digits) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", digits, number);
  return text;
}

}  // namespace

std::string stats_text(const Counters& counters, std::chrono::steady_clock::duration taken) {
  const double seconds = std::chrono::duration<double>(taken).count();
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);  // ru_maxrss is in KiB

  std::string out;
  append("bytes", std::to_string(counters.bytes), &out);
  append("lines", std::to_string(counters.lines()), &out);
  append("events", std::to_string(counters.event), &out);
  append("seconds", decimal(seconds, 3), &out);
  append("MB/s", decimal(seconds > 0 ? static_cast<double>(counters.bytes) / 1e6 / seconds : 0, 1), &out);
  append("peak MiB", decimal(static_cast<double>(usage.ru_maxrss) / 1024, 1), &out);
  return out;
}

}  // namespace why502::command
