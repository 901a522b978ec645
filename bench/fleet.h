// fleet.h -- the upstreams of a generated log: their names, their groups, and how nginx writes them.
#ifndef WHY502_BENCH_FLEET_H_
#define WHY502_BENCH_FLEET_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace why502::bench {

// Upstream i belongs to group i % kGroups; all of a group are of one kind.
inline constexpr std::size_t kGroups = 12;
inline constexpr std::size_t kHosts = 6;

// Names have numbers: the upstreams', then the groups', then the hosts'.
class Fleet {
 public:
  // REQUIRES: upstreams > 0.
  explicit Fleet(std::size_t upstreams);

  std::size_t upstreams() const noexcept { return upstreams_; }
  std::size_t group_of(std::size_t upstream) const noexcept { return upstreams_ + upstream % kGroups; }
  std::size_t host(std::size_t i) const noexcept { return upstreams_ + kGroups + i; }

  std::size_t size() const noexcept { return names_.size(); }
  // "10.0.0.1:8080", "unix:/run/app.sock", "pool_3", "svc-2.internal.example.com".
  std::string_view name(std::size_t i) const noexcept { return names_[i]; }
  // What nginx writes before the name: "http://".
  std::string_view scheme(std::size_t i) const noexcept;
  // The kT... bits of an upstream.
  unsigned kinds(std::size_t upstream) const noexcept;
  // Does nginx write the URI behind the name? Only for HTTP/1.
  bool writes_uri(std::size_t i) const noexcept;

 private:
  std::size_t family(std::size_t i) const noexcept { return i < upstreams_ ? i % kGroups : (i - upstreams_) % kGroups; }
  std::size_t upstreams_;
  std::vector<std::string> names_;
};

}  // namespace why502::bench

#endif  // WHY502_BENCH_FLEET_H_
