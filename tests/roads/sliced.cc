// sliced.cc -- the road of several threads.
#include "tests/roads/sliced.h"

#include <gtest/gtest.h>

#include <vector>

#include "tests/engine/records.h"
#include "tests/twin/same.h"
#include "why502/report.h"

namespace why502_tests {

using why502::counting::Cuts;

std::string record_over_lines() {
  std::string record = kHead + "FastCGI sent in stderr: \"PHP message: PHP Fatal error:  Uncaught x in /a.php:3";
  for (int i = 0; i < 30; ++i) record += "\n#" + std::to_string(i) + " /srv/www/lib/deep/in/framework.php(17)";
  return record + "\nthrown in /a.php on line 3\" while reading response header from upstream" + kFields;
}

Cuts cuts(std::uint64_t slice, std::uint64_t lead) { return {slice, {lead, lead}}; }

TwinResult by_slices(const why502::Parser& parser, const std::string& path, std::size_t jobs, const Cuts& cuts,
                     std::size_t* read_anew) {
  Gather gather;
  const auto on_event = [&](const why502::Event& event) { gather.add(event); };
  const auto on_reject = [&](const why502::Reject& reject) { gather.add(reject); };
  why502::RunOptions options;
  options.jobs = jobs;
  options.on_event = on_event;
  options.on_reject = on_reject;
  why502::counting::Trace trace;
  const auto sum = why502::counting::run_with(parser, std::vector{path}, options, cuts, &trace);
  gather.result.counters = sum.counters();
  if (read_anew != nullptr) *read_anew = trace.read_anew;
  return gather.result;
}

std::string json_by_slices(const why502::Parser& parser, const std::vector<std::string>& inputs, std::size_t jobs,
                           const Cuts& cuts, std::size_t* read_anew) {
  why502::RunOptions options;
  options.jobs = jobs;
  why502::counting::Trace trace;
  const auto sum = why502::counting::run_with(parser, inputs, options, cuts, &trace);
  std::string json;
  EXPECT_TRUE(why502::write_report(sum, why502::ReportId::json, {}, [&](std::string_view piece) { json += piece; }));
  if (read_anew != nullptr) *read_anew = trace.read_anew;
  return json;
}

}  // namespace why502_tests
