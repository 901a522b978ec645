// check.cc -- the program why502-check: does the command's JSON say what the generator wrote?
#include <cstdint>
#include <cstdio>
#include <exception>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <string>

namespace {

using nlohmann::json;

// Prints each difference; at most 20.
class Comparison {
 public:
  template <typename T>
  void same(const std::string& what, const T& truth, const T& told) {
    if (truth == told) return;
    if (++differences_ <= 20) {
      std::fprintf(stderr, "%s: true %s, told %s\n", what.c_str(), json(truth).dump().c_str(),
                   json(told).dump().c_str());
    }
  }

  void same_map(const std::string& what, const json& truth, const json& told) {
    for (const auto& [key, n] : truth.items()) same(name(what, key), n, told.value(key, json(0)));
    for (const auto& [key, n] : told.items()) {
      if (!truth.contains(key)) same(name(what, key), json(0), n);
    }
  }

  int differences() const noexcept { return differences_; }

 private:
  static std::string name(std::string what, const std::string& key) { return what.append(" ").append(key); }

  int differences_ = 0;
};

json read(const char* path) {
  std::ifstream file(path, std::ios::binary);
  return json::parse(file);
}

std::string utc(const json& seconds) {
  const auto time = static_cast<std::time_t>(seconds.get<std::int64_t>());
  std::tm parts{};
  char text[32];
  const std::size_t length = std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", gmtime_r(&time, &parts));
  return {text, length};
}

// Without the fraction of the second, which Apache writes and the truth does not hold.
std::string whole_second(const json& time) { return time.get<std::string>().substr(0, 19) + "Z"; }

void compare_groups(const json& truth, const json& report, Comparison* c) {
  std::map<std::string, std::uint64_t> by_upstream;
  std::uint64_t failures = 0;
  for (const json& group : report.at("groups")) {
    const json& upstream = group.at("keys").at("upstream");
    const auto n = group.at("failures").get<std::uint64_t>();
    by_upstream[upstream.is_string() ? upstream.get<std::string>() : ""] += n;
    failures += n;
    std::uint64_t in_series = 0;
    for (const json& point : group.at("series")) in_series += point.at(1).get<std::uint64_t>();
    c->same("series of " + group.at("keys").dump(), n, in_series);
  }
  const auto all = truth.at("failures").get<std::uint64_t>() + truth.at("client_errors").get<std::uint64_t>();
  c->same("sum of groups", all, failures);
  if (!report.at("totals").at("exact").get<bool>()) {
    std::fputs("note: a bound was reached, some groups are in \"(other)\"; upstreams are not compared\n", stderr);
    return;
  }
  c->same("number of groups", truth.at("groups"), json(report.at("groups").size()));
  c->same_map("upstream", truth.at("by_upstream"), json(by_upstream));
}

int compare(const json& truth, const json& report) {
  Comparison c;
  const json& input = report.at("input");
  const json& lines = input.at("lines");
  c.same("bytes", truth.at("bytes"), input.at("bytes"));
  c.same("event lines", truth.at("events"), lines.at("event"));
  c.same("other lines", truth.at("others"), lines.at("other"));
  for (const char* none : {"continuation", "unrecognized", "too_long"}) c.same(none, json(0), lines.at(none));
  c.same("first record", utc(truth.at("first")), whole_second(input.at("first")));
  c.same("last record", utc(truth.at("last")), whole_second(input.at("last")));

  const json& totals = report.at("totals");
  for (const char* sum : {"failures", "client_errors", "evidence", "echoes"})
    c.same(sum, truth.at(sum), totals.at(sum));
  for (const char* none : {"suspect", "truncated"}) c.same(none, json(0), totals.at(none));
  c.same_map("cause", truth.at("by_cause"), totals.at("by_cause"));
  c.same_map("status", truth.at("by_status"), totals.at("by_status"));
  compare_groups(truth, report, &c);
  return c.differences();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fputs("usage: why502-check TRUTH REPORT   (of why502-generate --truth and why502 -o json --tz UTC)\n", stderr);
    return 2;
  }
  try {
    const int differences = compare(read(argv[1]), read(argv[2]));
    if (differences != 0) std::fprintf(stderr, "why502-check: %d differences\n", differences);
    return differences == 0 ? 0 : 1;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "why502-check: %s\n", error.what());
    return 2;
  }
}
