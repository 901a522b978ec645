// advice.h -- what to look at first: which failures, and what their server's entry says.
#ifndef WHY502_LIB_REPORT_ADVICE_H_
#define WHY502_LIB_REPORT_ADVICE_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "lib/report/overview.h"
#include "why502/catalog.h"

namespace why502::report {

// The groups to look at first, each of another cause: what leads in each incident, the
// largest incident first, then what else is in that one, then what else failed. At most `most`.
std::vector<Row> leads(const Aggregate& aggregate, const Overview& overview, std::size_t most);

// The entry of the server that wrote the group's records; nullptr if that cannot be told.
const LookFirst* entry_for(const Aggregate& aggregate, const Row& row);
const LookFirst* entry_for(const Aggregate& aggregate, const EvidenceRow& row);

// An entry's text with ADDRESS, HOST, PORT, SOCKET and NAME filled in from the upstream,
// as far as it has them (an IP address is no NAME). A name that a shell might understand otherwise is not filled in.
std::string filled_in(std::string_view text, std::string_view upstream);

}  // namespace why502::report

#endif  // WHY502_LIB_REPORT_ADVICE_H_
