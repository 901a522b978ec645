// filter.cc -- which events to look at.
#include "why502/filter.h"

#include <array>
#include <optional>
#include <utility>

#include "lib/match/pattern.h"

namespace why502 {

struct Filter::Impl {
  FilterOptions options;
  std::array<bool, 256> wanted{};
  std::optional<match::Pattern> upstream, server;
};

Filter::Filter(std::shared_ptr<const Impl> impl) noexcept : impl_(std::move(impl)) {}

Result<Filter> Filter::create(FilterOptions options) {
  if (options.since && options.until && *options.since >= *options.until) {
    return Error{Errc::bad_option, "the time range is empty: since must be before until"};
  }
  auto impl = std::make_shared<Impl>();
  const auto compile = [](const std::string& expression, std::string_view name,
                          std::optional<match::Pattern>* pattern) -> std::optional<Error> {
    if (expression.empty()) return std::nullopt;
    auto compiled = match::Pattern::create(expression, name);
    if (!compiled) return compiled.error();
    *pattern = *std::move(compiled);
    return std::nullopt;
  };
  if (auto error = compile(options.upstream, "upstream", &impl->upstream)) return *std::move(error);
  if (auto error = compile(options.server, "server", &impl->server)) return *std::move(error);
  impl->wanted.fill(options.causes.empty());
  for (const Cause cause : options.causes) impl->wanted[static_cast<std::uint8_t>(cause)] = true;
  impl->options = std::move(options);
  return Filter(std::move(impl));
}

bool Filter::matches(const Event& event) const noexcept {
  const FilterOptions& o = impl_->options;
  if (!impl_->wanted[static_cast<std::uint8_t>(event.cause())]) return false;
  if (impl_->upstream && !impl_->upstream->found_in(event.upstream())) return false;
  if (impl_->server && !impl_->server->found_in(event.server())) return false;
  if (!o.since && !o.until) return true;
  const auto time = event.time();
  return time && (!o.since || *time >= *o.since) && (!o.until || *time < *o.until);
}

const FilterOptions& Filter::options() const& noexcept { return impl_->options; }

}  // namespace why502
