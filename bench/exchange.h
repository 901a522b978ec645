// exchange.h -- requests of clients as a gateway sees them, with keep-alive connections.
#ifndef WHY502_BENCH_EXCHANGE_H_
#define WHY502_BENCH_EXCHANGE_H_

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "bench/random.h"

namespace why502::bench {

// The request that is being served.
class Exchange {
 public:
  explicit Exchange(Random* random) : random_(random) { renew(); }

  // The next request: on a new connection, or on one of the last 64.
  void renew();

  std::string_view process() const noexcept { return connection().process; }  // "2911#2911"
  std::string_view number() const noexcept { return connection().number; }    // "48213"
  std::string_view client() const noexcept { return connection().client; }    // "198.51.100.23"
  std::string_view server() const noexcept;                                   // "shop.example.com"
  std::string_view host() const noexcept;                                     // "www.shop.example.com"
  std::string_view uri() const noexcept { return uri_; }                      // "/api/v1/cart?id=42"
  std::string_view request() const noexcept { return request_; }              // "GET /api/v1/cart?id=42 HTTP/1.1"
  std::string_view referrer() const noexcept { return referrer_; }            // mostly ""
  std::string_view listen() const noexcept { return "0.0.0.0:443"; }

 private:
  struct Connection {
    std::string process, number, client;
    unsigned site = 0;
  };
  const Connection& connection() const noexcept { return connections_[current_]; }
  void connect();
  void ask();

  Random* random_;
  std::array<Connection, 64> connections_;
  std::size_t current_ = 0, opened_ = 0;
  std::uint64_t last_number_ = 48'000;
  std::string uri_, request_, referrer_;
};

// Decimal digits of `n`, at least `width` of them.
void append_number(std::uint64_t n, unsigned width, std::string* out);

}  // namespace why502::bench

#endif  // WHY502_BENCH_EXCHANGE_H_
