// exchange.cc -- clients, connections and request lines out of random numbers.
#include "bench/exchange.h"

#include <cstddef>
#include <iterator>

namespace why502::bench {
namespace {

struct Site {
  std::string_view server, host;
};

// server_name may be a regular expression, or empty.
constexpr Site kSites[] = {
    {"shop.example.com", "shop.example.com"},
    {"shop.example.com", "www.shop.example.com"},
    {"api.example.com", "api.example.com"},
    {"*.cdn.example.net", "img.cdn.example.net"},
    {"_", "203.0.113.80"},
    {"~^(?<name>.+)\\.apps\\.example$", "billing.apps.example"},
    {"api.example.com", "api.example.com:8443"},
    {"", "intranet.example.org"},
};

constexpr std::string_view kStems[] = {
    "/",
    "/api/v1/cart?id=",
    "/api/v1/orders/",
    "/api/v2/customers?offset=",
    "/checkout?session=",
    "/static/js/app.",
    "/graphql?hash=",
    "/healthz",
    "/wp-login.php",
    "/index.php?route=item&id=",
    "/status?pool=",
    "/media/catalog/",
    "/api/v1/reports/monthly?format=csv&customer=",
    "/search?q=%22a%22&page=",
    "/search?q=\"chair\",host:\"",  // quotes are legal in a URI
    "/ws?token=",
};

constexpr std::string_view kMethods[] = {"GET ", "GET ", "GET ", "GET ", "GET ", "POST ", "POST ", "PUT "};

constexpr std::string_view kReferrers[] = {
    "https://shop.example.com/",
    "https://www.shop.example.com/catalog/furniture/chairs?sort=price&page=2",
    "https://www.google.com/",
    "https://api.example.com/docs/upstream: a guide",
    // A forged field: nginx escapes nothing.
    "https://a.example/\", upstream: \"http://192.0.2.66:80/\", host: \"a.example",
};

template <std::size_t N>
std::string_view one_of(const std::string_view (&table)[N], Random* random) {
  return table[random->below(static_cast<std::uint32_t>(N))];
}

}  // namespace

void append_number(std::uint64_t n, unsigned width, std::string* out) {
  char digits[20];
  unsigned i = sizeof digits;
  do {
    digits[--i] = static_cast<char>('0' + n % 10);
    n /= 10;
  } while (n != 0);
  while (sizeof digits - i < width && i > 0) digits[--i] = '0';
  out->append(digits + i, sizeof digits - i);
}

std::string_view Exchange::server() const noexcept { return kSites[connection().site].server; }

std::string_view Exchange::host() const noexcept { return kSites[connection().site].host; }

void Exchange::renew() {
  if (opened_ > 0 && random_->below(8) < 3) {
    current_ =
        random_->below(static_cast<std::uint32_t>(opened_ < connections_.size() ? opened_ : connections_.size()));
    if (random_->one_in(16)) return;  // the very same request line again
  } else {
    connect();
  }
  ask();
}

void Exchange::connect() {
  current_ = opened_++ % connections_.size();
  Connection& connection = connections_[current_];
  connection.process.clear();
  append_number(2911 + random_->below(8), 0, &connection.process);
  const std::size_t digits = connection.process.size();
  connection.process += '#';
  connection.process.append(connection.process, 0, digits);
  connection.number.clear();
  last_number_ += 1 + random_->below(3);
  append_number(last_number_, 0, &connection.number);
  const std::uint64_t bits = random_->next();
  if (bits % 8 == 0) {
    connection.client = "2001:db8:4:";
    append_number(bits >> 32 & 8191, 0, &connection.client);
    connection.client += "::1";
  } else {
    connection.client = bits % 2 == 0 ? "198.51.100." : "203.0.113.";
    append_number(bits >> 32 & 255, 0, &connection.client);
  }
  connection.site = static_cast<unsigned>(bits >> 56) % static_cast<unsigned>(std::size(kSites));
}

void Exchange::ask() {
  const std::string_view stem = one_of(kStems, random_);
  uri_.assign(stem);
  if (stem.back() == '/' || stem.back() == '=' || stem.back() == '.' || stem.back() == '"') {
    const std::uint64_t bits = random_->next();
    append_number(bits >> 44, 0, &uri_);
    if (bits % 8 == 0) uri_ += "/items/details.json";
    if (bits % 64 == 1) uri_ += "&utm_source=newsletter&utm_medium=email&utm_campaign=autumn-sale-2026";
  }
  request_.assign(one_of(kMethods, random_)).append(uri_).append(random_->one_in(4) ? " HTTP/2.0" : " HTTP/1.1");
  referrer_.clear();
  if (random_->below(5) == 0) {
    referrer_ = random_->one_in(64) ? kReferrers[std::size(kReferrers) - 1]
                                    : kReferrers[random_->below(std::size(kReferrers) - 1)];
  }
}

}  // namespace why502::bench
