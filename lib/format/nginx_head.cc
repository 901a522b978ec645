// nginx_head.cc -- the beginning of a record: stamp, level, process, connection.
#include "lib/format/nginx_head.h"

#include "lib/format/nginx.h"

namespace why502::format {

using base::load8;
using base::stands_at;
using nginx_head_parts::kLevels;
using nginx_head_parts::kStampShape;
using nginx_head_parts::Level;

namespace {

// `nginx: [emerg] ...`: what nginx writes to its standard error while it starts.
// Source: ngx_log.c ngx_log_stderr() and ngx_log_error_core().
bool console_head(std::string_view line, Head* head) {
  constexpr std::string_view kStart = "nginx: [";
  if (!stands_at(line, 0, kStart)) return false;
  const std::uint64_t word = load8(line.substr(kStart.size()));  // the line may end behind its level
  const Level& level = kLevels.at(word);
  if ((word & level.mask) != level.word) return false;
  *head = Head{};
  head->severity = level.severity;
  head->message = static_cast<std::uint32_t>(kStart.size() + level.length);
  return true;
}

}  // namespace

bool nginx_head(std::string_view line, StampReader& stamps, Head* head) {
  constexpr std::size_t kLevel = kStampShape.size();
  constexpr std::size_t kShortest = kLevel + std::string_view("info] 1#1: ").size();
  if (line.size() < kShortest) return console_head(line, head);
  if (line[0] == '[') return false;  // Apache's and PHP's
  const bool known = stamps.is_last_minute(line.data());
  if (!nginx_head_parts::is_stamp(line.data(), known)) return console_head(line, head);
  const std::uint64_t word = load8(line.data() + kLevel);
  const Level& level = kLevels.at(word);
  const std::size_t process = kLevel + level.length;
  if ((word & level.mask) != level.word) return false;
  head->severity = level.severity;
  head->time = known ? stamps.read_second(line.data()) : stamps.read(line);
#if defined(__SSE2__)
  if (line.size() - process >= nginx_head_parts::Near::kBytes) {
    const nginx_head_parts::Near near(line.data() + process);
    if (const auto found = read_process(near, process, head)) return *found;
  }
#endif
  return *read_process(nginx_head_parts::Anywhere(line.substr(process)), process, head);
}

}  // namespace why502::format
