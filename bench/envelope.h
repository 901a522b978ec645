// envelope.h -- generated lines as a container's log.
#ifndef WHY502_BENCH_ENVELOPE_H_
#define WHY502_BENCH_ENVELOPE_H_

#include <string>
#include <string_view>

namespace why502::bench {

// Appends each of the whole lines as Docker's json-file driver writes it; its time is the
// line's own, and a few hundred nanoseconds.
void append_docker(std::string_view lines, std::string* out);

}  // namespace why502::bench

#endif  // WHY502_BENCH_ENVELOPE_H_
