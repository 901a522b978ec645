// merge.cc -- reads partials whole and adds them up.
#include "tools/why502/merge.h"

#include <optional>
#include <utility>
#include <vector>

#include "why502/source.h"

namespace why502::command {
namespace {

constexpr std::size_t kBlock = std::size_t{256} * 1024;
// Of 100,000 groups it is 20 MB.
constexpr std::size_t kMostBytes = std::size_t{1} << 30;

}  // namespace

Result<Partial> read_partial(const std::string& input) {
  Result<Source> source = Source::open(input);
  if (!source) return source.error();
  std::string bytes;
  std::vector<char> block(kBlock);
  while (true) {
    const Result<std::size_t> read = source->read(block);
    if (!read) return read.error();
    if (*read == 0) break;
    bytes.append(block.data(), *read);
    if (bytes.size() > kMostBytes) {
      return Error{Errc::unsupported, std::string(source->name()).append(" is larger than partials are")};
    }
  }
  return Aggregate::load(bytes, source->name());
}

Result<Partial> merge_partials(std::span<const std::string> inputs) {
  std::optional<Partial> sum;
  std::vector<Input> failed;
  for (const std::string& input : inputs) {
    Result<Partial> partial = read_partial(input);
    if (!partial) {
      if (partial.error().code == Errc::bad_option) return partial.error();
      failed.push_back({.name = input, .counters = {}, .skipped = {}, .error = partial.error().message});
    } else if (!sum) {
      sum.emplace(*std::move(partial));
    } else if (const Result<bool> merged = sum->merge(*partial, input); !merged) {
      return merged.error();
    }
  }
  if (!sum) {
    Result<Aggregate> empty = Aggregate::create();
    if (!empty) return empty.error();
    sum.emplace(Partial{*std::move(empty), {}});
  }
  for (const Input& input : failed) sum->aggregate.add(input);
  return *std::move(sum);
}

}  // namespace why502::command
