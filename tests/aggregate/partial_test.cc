// partial_test.cc -- what is saved and loaded is what it was, in any pieces; what is damaged is refused.
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <ostream>
#include <string>
#include <vector>

#include "lib/base/hash.h"
#include "tests/aggregate/made.h"
#include "why502/catalog.h"
#include "why502/partial.h"
#include "why502/report.h"

namespace why502_tests {
namespace {

using why502::Aggregate;
using why502::AggregateOptions;
using why502::Dimension;
using why502::Errc;
using why502::Input;
using why502::Partial;
using why502::ReportId;
using why502::Selection;

std::string saved(const Aggregate& aggregate, const Selection& selection = {}) {
  std::string bytes;
  EXPECT_TRUE(aggregate.save(selection, [&](std::string_view piece) { bytes += piece; }));
  return bytes;
}

Aggregate loaded(std::string_view bytes) {
  why502::Result<Partial> partial = Aggregate::load(bytes, "x.partial");
  EXPECT_TRUE(partial.has_value()) << (partial ? "" : partial.error().message);
  return partial ? std::move(partial->aggregate) : empty();
}

std::string report(const Aggregate& aggregate, ReportId id) {
  std::string text;
  const auto written = write_report(aggregate, id, {.top = 0}, [&](std::string_view piece) { text += piece; });
  EXPECT_TRUE(written.has_value() && *written);
  return text;
}

// In all reports there are.
std::string everything(const Aggregate& aggregate) {
  std::string text;
  for (const why502::ReportInfo& info : why502::reports()) text += report(aggregate, info.report);
  return text;
}

Input input(std::string name, std::span<const Made> made) {
  Input input;
  input.name = std::move(name);
  input.counters.bytes = made.size() * 100;
  input.counters.event = made.size();
  input.counters.unrecognized = made.size() / 7;
  input.counters.continuation = 2;
  input.counters.formats = 2 | 4;
  input.counters.envelopes = 1;
  for (const Made& each : made) {
    if (each.micros && !each.suspect) {
      input.counters.add(why502::Timestamp(std::chrono::microseconds(*each.micros)));
    }
  }
  return input;
}

struct Counting {
  std::string name;
  AggregateOptions options;
  std::size_t events = 600;
  std::uint64_t upstreams = 9;
};
std::ostream& operator<<(std::ostream& out, const Counting& counting) { return out << counting.name; }

class Partials : public testing::TestWithParam<Counting> {};

std::vector<Made> events_of(const Counting& counting, std::uint64_t seed, std::int64_t span) {
  std::mt19937_64 random(seed);
  return dice(random, counting.events, counting.upstreams, span);
}

Aggregate whole_of(const Counting& counting, const std::vector<Made>& all) {
  Aggregate whole = sum_of(all, counting.options);
  whole.add(input("error.log", all));
  whole.add(Input{"gone.log", {}, "", "cannot open 'gone.log': no such file"});
  whole.add(Input{"notes.txt", {}, "holds no record that is known", ""});
  return whole;
}

TEST_P(Partials, LoadGivesWhatWasSaved) {
  for (const std::int64_t span : {3000, 20, 40'000'000}) {
    if (span != 3000 && GetParam().events > 10'000) break;
    const Aggregate whole = whole_of(GetParam(), events_of(GetParam(), 502, span));
    const std::string bytes = saved(whole);
    const Aggregate again = loaded(bytes);
    EXPECT_EQ(everything(again), everything(whole));
    EXPECT_EQ(saved(again), bytes);
    EXPECT_EQ(again.window(), whole.window());
    EXPECT_EQ(again.counters().lines(), whole.counters().lines());
    EXPECT_EQ(again.options().max_groups, whole.options().max_groups);
  }
}

// What comes later must find everything where it was.
TEST_P(Partials, CountingGoesOnWhereItWas) {
  const std::vector<Made> first = events_of(GetParam(), 1, 3000), more = events_of(GetParam(), 2, 9000);
  Aggregate whole = whole_of(GetParam(), first);
  Aggregate again = loaded(saved(whole));
  for (const Made& each : more) {
    add(&whole, each);
    add(&again, each);
  }
  EXPECT_EQ(json(again), json(whole));
}

TEST_P(Partials, FiftyPiecesInAnyOrderAreTheWhole) {
  std::mt19937_64 random(503);
  const int rounds = GetParam().events > 10'000 ? 1 : 5;
  for (int round = 0; round < rounds; ++round) {
    const std::vector<Made> all = events_of(GetParam(), 504, round % 2 == 0 ? 3000 : 20'000'000);
    Aggregate whole = sum_of(all, GetParam().options);
    whole.add(input("error.log", {}));
    std::vector<std::string> pieces;
    for (std::size_t i = 0; i < 50; ++i) {
      const std::size_t begin = all.size() * i / 50, end = all.size() * (i + 1) / 50;
      const std::span<const Made> made(all.data() + begin, end - begin);
      Aggregate piece = sum_of(made, GetParam().options);
      piece.add(input("error.log", made));
      whole.add(input("error.log", made));
      pieces.push_back(saved(piece));
    }
    // The counters that input() makes up of nothing.
    Aggregate sum = empty(GetParam().options);
    sum.add(input("error.log", {}));
    pieces.push_back(saved(sum));
    std::shuffle(pieces.begin(), pieces.end(), random);
    // In a tree of any shape, and some merely put behind one another.
    while (pieces.size() > 1) {
      const auto at = static_cast<std::ptrdiff_t>(random() % (pieces.size() - 1));
      std::string& left = pieces[static_cast<std::size_t>(at)];
      const std::string& right = pieces[static_cast<std::size_t>(at) + 1];
      if (random() % 2 == 0) {
        left += right;
      } else {
        Aggregate merged = loaded(right);
        merged.merge(loaded(left));
        left = saved(merged);
      }
      pieces.erase(pieces.begin() + at + 1);
    }
    const Aggregate again = loaded(pieces.front());
    if (whole.totals().exact) {
      EXPECT_EQ(everything(again), everything(whole));
    } else {
      EXPECT_EQ(again.totals().failures, whole.totals().failures);
      EXPECT_EQ(again.totals().by_cause, whole.totals().by_cause);
      EXPECT_FALSE(again.totals().exact);
    }
  }
}

AggregateOptions by(std::vector<Dimension> dimensions, std::size_t max_groups = 100'000) {
  return {.by = std::move(dimensions), .max_groups = max_groups};
}

INSTANTIATE_TEST_SUITE_P(
    Of, Partials,
    testing::Values(Counting{"nothing", {}, 0}, Counting{"few", {}},
                    Counting{"minutes", {.window = std::chrono::minutes(1)}},
                    Counting{"odd_windows", {.window = std::chrono::seconds(7)}},
                    Counting{"path_and_client", by({Dimension::path, Dimension::client})},
                    Counting{"four_dimensions",
                             by({Dimension::status, Dimension::server, Dimension::cause, Dimension::file})},
                    Counting{"more_groups_than_fit", {.max_groups = 6}},
                    Counting{"more_keys_than_fit", by({Dimension::path, Dimension::upstream}, 6)},
                    Counting{"many_upstreams", {}, 30'000, 9'000}, Counting{"too_many_upstreams", {}, 40'000, 40'000},
                    Counting{"many_clients", by({Dimension::client, Dimension::upstream}), 20'000, 9'000}),
    [](const auto& each) { return each.param.name; });

Aggregate small() {
  std::mt19937_64 random(7);
  const std::vector<Made> made = dice(random, 60, 5, 2000);
  Aggregate aggregate = sum_of(made);
  aggregate.add(input("error.log", made));
  return aggregate;
}

TEST(Partial, SaysWhatWasCounted) {
  Selection selection;
  selection.filter.since = why502::Timestamp(std::chrono::microseconds(1'787'229'296'000'000));
  selection.filter.causes = {why502::Cause::connect_refused, why502::Cause::other};
  selection.filter.upstream = R"(^10\.)";
  selection.redacted = true;
  const why502::Result<Partial> partial = Aggregate::load(saved(small(), selection), "x");
  ASSERT_TRUE(partial.has_value());
  EXPECT_EQ(partial->selection.filter.since, selection.filter.since);
  EXPECT_EQ(partial->selection.filter.until, std::nullopt);
  EXPECT_EQ(partial->selection.filter.causes, selection.filter.causes);
  EXPECT_EQ(partial->selection.filter.upstream, selection.filter.upstream);
  EXPECT_TRUE(partial->selection.redacted);
}

TEST(Partial, OfOtherOptionsIsNotMerged) {
  const auto refused = [](const Aggregate& other, const Selection& selection) {
    why502::Result<Partial> one = Aggregate::load(saved(small()), "1.partial");
    const why502::Result<Partial> two = Aggregate::load(saved(other, selection), "2.partial");
    EXPECT_TRUE(one.has_value() && two.has_value());
    const std::string before = json(one->aggregate);
    const why502::Result<bool> merged = one->merge(*two, "2.partial");
    EXPECT_EQ(json(one->aggregate), before);
    return merged ? "" : merged.error().message;
  };
  EXPECT_EQ(refused(empty({.by = {Dimension::path}}), {}),
            "'2.partial' cannot be merged: it was counted with --by path, not --by cause,upstream");
  EXPECT_EQ(refused(empty({.window = std::chrono::minutes(1)}), {}),
            "'2.partial' cannot be merged: it was counted with --window 60s, not --window auto");
  EXPECT_EQ(refused(small(), {.filter = {.upstream = "a"}}),
            "'2.partial' cannot be merged: it was counted with --upstream 'a', not --upstream all");
  EXPECT_EQ(refused(small(), {.filter = {.since = why502::Timestamp()}}),
            "'2.partial' cannot be merged: it was counted with --since 1970-01-01T00:00:00Z, not --since none");
  EXPECT_EQ(refused(small(), {.filter = {.causes = {why502::Cause::other}}}),
            "'2.partial' cannot be merged: it was counted with --cause other, not --cause all");
  EXPECT_EQ(refused(small(), {.redacted = true}),
            "'2.partial' cannot be merged: it was counted with --redact, the others without");
  // Also where they stand in one file.
  const auto both = Aggregate::load(saved(small()) + saved(empty({.by = {Dimension::path}})), "x");
  ASSERT_FALSE(both.has_value());
  EXPECT_EQ(both.error().code, Errc::bad_option);
}

std::string fault(std::string_view bytes) {
  const why502::Result<Partial> partial = Aggregate::load(bytes, "x.partial");
  return partial ? "" : partial.error().message;
}

TEST(Partial, OfAnotherVersionOrKindIsToldInASentence) {
  EXPECT_EQ(fault(""), "'x.partial' is no partial: 'why502 -o partial' writes them");
  EXPECT_EQ(fault("2026/11/22 10:00:00 [error] 1#1: *1 what"),
            "'x.partial' is no partial: 'why502 -o partial' writes them");
  EXPECT_EQ(fault("why502 partial 2\n and what comes then"),
            "'x.partial' is a partial of version '2', and this why502 reads version 1");
  EXPECT_EQ(fault("why502 partial "), "'x.partial' is damaged: it ends early");
  EXPECT_EQ(fault(saved(small()) + "x"), "'x.partial' is no partial: 'why502 -o partial' writes them");
  std::string bytes = saved(small());
  bytes.back() = static_cast<char>(bytes.back() ^ 1);
  EXPECT_EQ(fault(bytes), "'x.partial' is damaged: its checksum does not fit");
}

TEST(Partial, CutAnywhereOrWithAnyBitTurnedIsRefused) {
  const std::string bytes = saved(small());
  for (std::size_t size = 0; size < bytes.size(); ++size) EXPECT_NE(fault(bytes.substr(0, size)), "") << size;
  std::mt19937_64 random(9);
  for (std::size_t at = 0; at < bytes.size(); ++at) {
    std::string turned = bytes;
    turned[at] = static_cast<char>(turned[at] ^ (1 << random() % 8));
    EXPECT_NE(fault(turned), "") << at;
  }
}

// The head that a body would have.
std::string framed(const std::string& body) {
  std::string bytes = "why502 partial 1\n";
  for (const std::uint64_t word : {std::uint64_t{body.size()}, why502::base::stable_hash(body, 0)}) {
    for (int i = 0; i < 8; ++i) bytes += static_cast<char>(word >> (8 * i));
  }
  return bytes + body;
}

// Whoever wants to harm writes the right checksum. Most of it is refused; what is not must
// make reports.
TEST(Partial, OfAnyBytesIsRefusedOrMakesReports) {
  constexpr std::size_t kHead = 17 + 16;
  std::mt19937_64 random(10);
  std::vector<std::string> bodies;
  bodies.push_back(saved(small()).substr(kHead));
  const std::vector<Made> made = dice(random, 60, 5, 2000);
  Aggregate broken_down = sum_of(made, by({Dimension::path, Dimension::cause}));
  broken_down.add(input("a.log", made));
  bodies.push_back(saved(broken_down).substr(kHead));
  ASSERT_EQ(framed(bodies[0]), saved(small()));
  std::size_t accepted = 0;
  for (int round = 0; round < 6'000; ++round) {
    std::string body = bodies[random() % bodies.size()];
    for (std::uint64_t changes = 1 + random() % 3; changes > 0; --changes) {
      const std::size_t at = random() % body.size();
      switch (random() % 5) {
        case 0: body[at] = static_cast<char>(random()); break;
        case 1: body[at] = static_cast<char>(body[at] + 1); break;
        case 2: body.erase(at, 1 + random() % 4); break;
        case 3: body.insert(at, "\xff\xff\xff\xff\xff\xff\xff\xff\x7f", random() % 9 + 1); break;
        default: body.insert(at, body, random() % body.size(), random() % 40); break;
      }
      if (body.empty()) body = "x";
    }
    const why502::Result<Partial> partial = Aggregate::load(framed(body), "x");
    if (!partial) continue;
    ++accepted;
    EXPECT_FALSE(report(partial->aggregate, ReportId::text).empty());
    EXPECT_FALSE(json(partial->aggregate).empty());
    Aggregate sum = empty(partial->aggregate.options());
    sum.merge(partial->aggregate);
    EXPECT_EQ(sum.totals().failures, partial->aggregate.totals().failures);
  }
  EXPECT_GT(accepted, 100U) << "the dice change too much";
}

}  // namespace
}  // namespace why502_tests
