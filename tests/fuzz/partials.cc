// partials.cc -- fuzz target: a partial of any bytes is refused in a sentence, or is one: saved, merged and reported.
//
// The first byte of an input says what the rest is: odd, the body alone, whose head is made here, since no
// mutation would find a checksum; even, all of the file.
#include "lib/base/hash.h"
#include "tests/fuzz/targets.h"
#include "why502/compare.h"
#include "why502/partial.h"
#include "why502/report.h"

namespace why502_tests {
namespace {

std::string with_head(std::string_view body) {
  std::string file = "why502 partial 1\n";
  for (const std::uint64_t word : {std::uint64_t{body.size()}, why502::base::stable_hash(body, 0)}) {
    for (int i = 0; i < 8; ++i) file += static_cast<char>(word >> (8 * i));
  }
  return file.append(body);
}

std::string saved(const why502::Partial& partial) {
  std::string bytes;
  auto keep = [&](std::string_view piece) { bytes += piece; };
  partial.aggregate.save(partial.selection, keep);
  return bytes;
}

}  // namespace

void fuzz_partials(std::string_view input) {
  const bool is_body = take_byte(&input) % 2 == 1;
  const std::string file = is_body ? with_head(input) : std::string(input);
  auto partial = why502::Aggregate::load(file, "a");
  if (!partial) {
    require(!partial.error().message.empty() && partial.error().message.find('\n') == std::string::npos,
            "no sentence: " + partial.error().message, input);
    return;
  }
  const std::string once = saved(*partial);
  const auto again = why502::Aggregate::load(once, "b");
  require(again.has_value(), "what was saved is refused", input);
  if (partial->aggregate.totals().exact) require(saved(*again) == once, "saved twice, it differs", input);

  if (const auto changes = why502::compare(*partial, *again, "b")) {
    require(changes->changes.empty(), "it has changed from itself", input);
  }
  const why502::Result<bool> merged = partial->merge(*again, "b");
  require(merged.has_value(), "it cannot be merged with itself", input);
  std::size_t size = 0;
  auto count = [&](std::string_view piece) { size += piece.size(); };
  for (const why502::ReportId report : {why502::ReportId::text, why502::ReportId::json, why502::ReportId::csv,
                                        why502::ReportId::html, why502::ReportId::prometheus}) {
    why502::ReportOptions options;
    options.filter = partial->selection.filter;
    require(why502::write_report(partial->aggregate, report, options, count).has_value(), "no report", input);
  }
}

}  // namespace why502_tests
