// filter.cc -- which events to look at.
#include "why502/filter.h"

#include <array>
#include <utility>

namespace why502 {

struct Filter::Impl {
  FilterOptions options;
  std::array<bool, 256> wanted{};
};

Filter::Filter(std::shared_ptr<const Impl> impl) noexcept : impl_(std::move(impl)) {}

Result<Filter> Filter::create(FilterOptions options) {
  if (options.since && options.until && *options.since >= *options.until) {
    return Error{Errc::bad_option, "the time range is empty: since must be before until"};
  }
  if (!options.upstream.empty() || !options.server.empty()) {
    return Error{Errc::bad_option, "this version has no filter for upstreams and servers"};
  }
  auto impl = std::make_shared<Impl>();
  impl->wanted.fill(options.causes.empty());
  for (const Cause cause : options.causes) impl->wanted[static_cast<std::uint8_t>(cause)] = true;
  impl->options = std::move(options);
  return Filter(std::move(impl));
}

bool Filter::matches(const Event& event) const noexcept {
  const FilterOptions& o = impl_->options;
  if (!impl_->wanted[static_cast<std::uint8_t>(event.cause())]) return false;
  if (!o.since && !o.until) return true;
  const auto time = event.time();
  return time && (!o.since || *time >= *o.since) && (!o.until || *time < *o.until);
}

const FilterOptions& Filter::options() const& noexcept { return impl_->options; }

}  // namespace why502
