// fleet.cc -- the names of a generated log's upstreams.
#include "bench/fleet.h"

#include <cstdio>

#include "bench/messages.h"

namespace why502::bench {
namespace {

struct Family {
  std::string_view scheme;
  unsigned kinds;
  bool uri;
  std::string_view before, after;  // the number stands between them
};

// One a group.
constexpr Family kFamilies[kGroups] = {
    {"http://", kTcp, true, "", ":8080"},
    {"http://", kTcp, true, "", ":3000"},
    {"https://", kTcp | kTls, true, "", ":8443"},
    {"http://", kTcp, true, "", ":80"},
    {"fastcgi://", kUnix | kFastcgi, false, "unix:/run/php/php8.2-site", ".sock"},
    {"http://", kTcp, true, "[2001:db8::", "]:8080"},
    {"http://", kTcp, true, "", ":5000"},
    {"fastcgi://", kTcp | kFastcgi, false, "", ":9000"},
    {"https://", kTcp | kTls, true, "", ":443"},
    {"http://", kUnix, true, "unix:/run/app", ".sock"},
    {"grpc://", kTcp, false, "", ":50051"},
    {"http://", kTcp, true, "", ":9090"},
};

std::string name_of(std::size_t i) {
  const Family& family = kFamilies[i % kGroups];
  std::string name(family.before);
  if ((family.kinds & kUnix) != 0) {
    name += std::to_string(i);
  } else if (!family.before.empty()) {  // both parts never 0: nginx would shorten that
    char parts[32];
    std::snprintf(parts, sizeof parts, "%zx:%zx", (i >> 15) + 1, (i & 0x7FFF) + 1);
    name += parts;
  } else {
    name += "10." + std::to_string(i >> 16 & 255) + '.' + std::to_string(i >> 8 & 255) + '.' + std::to_string(i & 255);
  }
  return name.append(family.after);
}

}  // namespace

Fleet::Fleet(std::size_t upstreams) : upstreams_(upstreams) {
  names_.reserve(upstreams + kGroups + kHosts);
  for (std::size_t i = 0; i < upstreams; ++i) names_.push_back(name_of(i));
  for (std::size_t i = 0; i < kGroups; ++i) names_.push_back("pool_" + std::to_string(i));
  for (std::size_t i = 0; i < kHosts; ++i) names_.push_back("svc-" + std::to_string(i) + ".internal.example.com");
}

std::string_view Fleet::scheme(std::size_t i) const noexcept { return kFamilies[family(i)].scheme; }

unsigned Fleet::kinds(std::size_t upstream) const noexcept { return kFamilies[family(upstream)].kinds; }

bool Fleet::writes_uri(std::size_t i) const noexcept { return kFamilies[family(i)].uri; }

}  // namespace why502::bench
