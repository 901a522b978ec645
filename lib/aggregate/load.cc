// load.cc -- a partial's bytes as an Aggregate: its head, its options, what was selected.
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "lib/aggregate/load_parts.h"
#include "lib/aggregate/state.h"
#include "lib/base/hash.h"
#include "lib/base/quote.h"
#include "why502/partial.h"

namespace why502 {

using counting::known_cause;
using counting::read_optional_time;
using counting::WireReader;

namespace {

AggregateOptions read_options(WireReader* in) {
  AggregateOptions options;
  options.window = std::chrono::seconds(static_cast<std::int64_t>(in->number(std::uint64_t{1} << 32)));
  options.by.clear();
  for (std::size_t n = in->count(1); in->ok() && n > 0; --n) {
    const auto dimension = dimension_from_id(in->text(counting::kLongestText));
    in->require(dimension.has_value());
    if (dimension) options.by.push_back(*dimension);
  }
  options.max_groups = static_cast<std::size_t>(in->number());
  return options;
}

Selection read_selection(WireReader* in) {
  Selection selection;
  FilterOptions& filter = selection.filter;
  filter.since = read_optional_time(in);
  filter.until = read_optional_time(in);
  for (std::size_t n = in->count(1); in->ok() && n > 0; --n) {
    const auto cause = known_cause(in->text(counting::kLongestText));
    in->require(cause.has_value());
    if (cause) filter.causes.push_back(*cause);
  }
  filter.upstream = in->text(counting::kLongestText);
  filter.server = in->text(counting::kLongestText);
  selection.redacted = in->flag();
  return selection;
}

// The head of the partial that `bytes` begins with, or why it has none: takes the head off.
// Gives the body.
Result<std::string_view> take_body(std::string_view* bytes, std::string_view name) {
  const auto damaged = [&](const char* why) { return Error{Errc::corrupt, base::quote(name) + " is damaged: " + why}; };
  const std::string_view magic = bytes->substr(0, counting::kMagic.size());
  if (magic.empty() || !counting::kMagic.starts_with(magic)) {
    return Error{Errc::corrupt, base::quote(name) + " is no partial: 'why502 -o partial' writes them"};
  }
  constexpr std::size_t kLongestVersion = 10;
  const std::string_view rest = bytes->substr(magic.size());
  const std::string_view version = rest.substr(0, rest.substr(0, kLongestVersion + 1).find('\n'));
  if (version.size() == rest.size()) return damaged("it ends early");
  if (version != counting::kVersion) {
    return Error{Errc::unsupported, base::quote(name) + " is a partial of version '" +
                                        std::string(version.substr(0, kLongestVersion)) +
                                        "', and this why502 reads version " + std::string(counting::kVersion)};
  }
  const std::string_view behind = rest.substr(version.size() + 1);
  WireReader head(behind.substr(0, counting::kSizeAndHash));
  const std::uint64_t size = head.word(), hash = head.word();
  if (!head.ok() || size > behind.size() - counting::kSizeAndHash) return damaged("it ends early");
  const std::string_view body = behind.substr(counting::kSizeAndHash, static_cast<std::size_t>(size));
  if (base::stable_hash(body, 0) != hash) return damaged("its checksum does not fit");
  *bytes = behind.substr(counting::kSizeAndHash + body.size());
  return body;
}

}  // namespace

Result<Partial> Aggregate::load(std::string_view bytes, std::string_view name) {
  std::optional<Partial> sum;
  do {
    const Result<std::string_view> body = take_body(&bytes, name);
    if (!body) return body.error();
    WireReader in(*body);
    const AggregateOptions options = read_options(&in);
    Selection selection = read_selection(&in);
    Result<Aggregate> empty = create(options);
    in.require(empty.has_value());
    if (in.ok()) {
      for (const Input& input : empty->state_->read(&in)) empty->add(input);
    }
    if (!in.ok()) return Error{Errc::corrupt, base::quote(name) + " is damaged: what it says cannot be"};
    Partial one{*std::move(empty), std::move(selection)};
    if (!sum) {
      sum.emplace(std::move(one));
    } else if (const Result<bool> merged = sum->merge(one, name); !merged) {
      return merged.error();
    }
  } while (!bytes.empty());
  return *std::move(sum);
}

}  // namespace why502
