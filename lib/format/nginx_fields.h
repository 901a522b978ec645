// nginx_fields.h -- the quoted fields behind a message, one after the other.
#ifndef WHY502_LIB_FORMAT_NGINX_FIELDS_H_
#define WHY502_LIB_FORMAT_NGINX_FIELDS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

#include "lib/base/bytes.h"
#include "lib/scan/find.h"
#include "lib/scan/quotes.h"

namespace why502::format {

inline constexpr std::string_view kClient = ", client: ";
inline constexpr std::string_view kStartTls = " using starttls";  // mail, behind the client
inline constexpr std::string_view kUdpClient = ", udp client: ";
inline constexpr std::string_view kServer = ", server: ";
inline constexpr std::string_view kServerQuoted = ", server: \"";      // Angie
inline constexpr std::string_view kProtocol = ", protocol: \"";        // Angie
inline constexpr std::string_view kStartTlsQuoted = ", starttls: \"";  // Angie's mail
inline constexpr std::string_view kLogin = ", login: \"";              // mail
inline constexpr std::string_view kPeer = ", upstream: ";              // mail
inline constexpr std::string_view kRequest = ", request: \"";
inline constexpr std::string_view kRequestLine = ", request_line: \"";  // Angie
inline constexpr std::string_view kSubrequest = ", subrequest: \"";
inline constexpr std::string_view kUpstream = ", upstream: \"";
inline constexpr std::string_view kHost = ", host: \"";
inline constexpr std::string_view kReferrer = ", referrer: \"";
inline constexpr std::string_view kBytes = ", bytes from/to ";
inline constexpr std::string_view kBytesFrom = ", bytes_from_client: ";      // Angie
inline constexpr std::string_view kPacketsFrom = ", packets_from_client: ";  // Angie's UDP
inline constexpr std::string_view kHostAfterQuote = "\", host: \"";
inline constexpr std::string_view kReferrerAfterQuote = "\", referrer: \"";
inline constexpr std::size_t kShortestName = kHost.size();

// The fields behind `client`, in their order. `none` is no field, `end` the end of all.
enum class Name : std::uint8_t {
  none,
  server,  // a quoted one
  protocol,
  starttls,
  login,
  peer,
  request,
  subrequest,
  upstream,
  host,
  referrer,
  counter,
  end
};

// The field whose name begins at this comma.
inline Name name_at(std::string_view record, std::size_t comma) noexcept {
  if (record.size() - comma < kShortestName) return Name::none;
  const std::uint64_t word = base::load8(record.data() + comma);
  const auto is = [&](std::string_view text) {
    return word == base::word_of(text) && base::stands_at(record, comma, text);
  };
  const auto is_counter = [&] { return is(kBytes) || is(kBytesFrom) || is(kPacketsFrom); };
  return is(kUpstream)                      ? Name::upstream
         : is(kHost)                        ? Name::host
         : is(kReferrer)                    ? Name::referrer
         : is(kRequest) || is(kRequestLine) ? Name::request
         : is(kSubrequest)                  ? Name::subrequest
         : is_counter()                     ? Name::counter
         : is(kPeer)                        ? Name::peer
         : is(kLogin)                       ? Name::login
         : is(kServerQuoted)                ? Name::server
         : is(kProtocol)                    ? Name::protocol
         : is(kStartTlsQuoted)              ? Name::starttls
                                            : Name::none;
}

// What begins behind the quote at `quote`.
inline Name name_behind(std::string_view record, std::size_t quote) noexcept {
  if (quote + 1 == record.size()) return Name::end;
  return record[quote + 1] == ',' ? name_at(record, quote + 1) : Name::none;
}

// Does the request line end in ` HTTP/d.d`?
inline bool ends_in_version(std::string_view line) noexcept {
  constexpr std::string_view kVersion = " HTTP/1.1";
  if (line.size() < kVersion.size()) return false;
  const char* version = line.data() + line.size() - kVersion.size();
  return base::same(version, kVersion.data(), 6) && base::is_digit(version[6]) && version[7] == '.' &&
         base::is_digit(version[8]);
}

// Reads the fields one after the other. They end at quotes that the name of a later field
// or the record's end follows: closers. A record is searched for them once; most have
// fewer than kIndexed, in the others those beyond are searched for when they are asked for.
class FieldReader {
 public:
  // REQUIRES: `at` is where the context begins, or behind.
  FieldReader(std::string_view record, std::size_t at) noexcept : all_(record), at_(at), begin_(at) {
    scan::Quotes quotes(record, at);
    for (std::size_t quote = quotes.next(); quote != std::string_view::npos; quote = quotes.next()) {
      const Name behind = name_behind(record, quote);
      if (behind != Name::none) closers_[count_++] = {quote, behind};
      if (count_ == kIndexed) break;
    }
  }

  // Takes `name` if it comes next.
  bool take(std::string_view name) noexcept {
    if (!is_at(name)) return false;
    at_ += name.size();
    while (closer(next_).at < at_) ++next_;
    return true;
  }

  bool is_at(std::string_view name) const noexcept { return base::stands_at(all_, at_, name); }
  bool is_at_counter() const noexcept { return is_at(kBytes) || is_at(kBytesFrom) || is_at(kPacketsFrom); }

  // To the record's end.
  std::string_view rest() noexcept { return take_to(std::string_view::npos); }

  // To the next `,` or the end.
  std::string_view until_comma() noexcept { return take_to(scan::find_near(all_, ',', at_)); }

  // To the name of the next field, or the end.
  std::string_view until_field() noexcept {
    std::size_t comma = scan::find_near(all_, ',', at_);
    while (comma != std::string_view::npos && name_at(all_, comma) == Name::none)
      comma = scan::find_near(all_, ',', comma + 1);
    return take_to(comma);
  }

  // A request line: to the first quote behind ` HTTP/d.d` and before a follower,
  // else as quoted().
  std::string_view request_line(bool* closed) noexcept {
    for (std::size_t i = next_; closer(i).at != std::string_view::npos; ++i) {
      if (closer(i).behind > Name::request && ends_in_version(all_.substr(at_, closer(i).at - at_)))
        return take_quoted(i);
    }
    return quoted(Name::request, closed);
  }

  // To the first quote that a later field than `field` follows, or nothing; without
  // one to the end, and not closed.
  std::string_view quoted(Name field, bool* closed) noexcept {
    for (std::size_t i = next_; closer(i).at != std::string_view::npos; ++i) {
      if (closer(i).behind > field) return take_quoted(i);
    }
    *closed = false;
    return take_to(std::string_view::npos);
  }

  // A login: to the last `", upstream: ` (`behind`: the name as it is written there), else to the
  // quote that ends the record.
  std::string_view login(Name behind, bool* closed) noexcept {
    std::size_t last = std::string_view::npos;
    for (std::size_t i = next_; closer(i).at != std::string_view::npos; ++i) {
      if (closer(i).behind == behind) last = i;
    }
    return last != std::string_view::npos ? take_quoted(last) : last_quoted(closed);
  }

  // To the last `", host: "` before the first `", referrer: "`, else as quoted().
  std::string_view upstream(bool* closed) noexcept {
    std::size_t host = std::string_view::npos, host_before = std::string_view::npos;
    for (std::size_t i = next_; closer(i).at != std::string_view::npos; ++i) {
      if (closer(i).behind == Name::host) {
        host_before = std::exchange(host, i);
      } else if (closer(i).behind == Name::referrer) {
        // They may not share a quote.
        if (host != std::string_view::npos && closer(host).at + 1 + kHost.size() > closer(i).at) host = host_before;
        break;
      }
    }
    return host != std::string_view::npos ? take_quoted(host) : quoted(Name::upstream, closed);
  }

  // To `", referrer: "`, else to the quote that ends the record.
  std::string_view host(bool* closed) noexcept {
    for (std::size_t i = next_; closer(i).at != std::string_view::npos; ++i) {
      if (closer(i).behind == Name::referrer) return take_quoted(i);
    }
    return last_quoted(closed);
  }

  // To the quote that ends the record.
  std::string_view last_quoted(bool* closed) noexcept {
    if (all_.size() > at_ && all_.back() == '"') return take_to(all_.size() - 1);
    *closed = false;
    return take_to(std::string_view::npos);
  }

  // The tail that nginx appends to an open() record whose decoded path ended in a
  // forged record: `" failed (2: No such file or directory), client: ...`.
  bool has_foreign_tail() const noexcept {
    const std::size_t tail = all_.find("\" failed (", begin_);
    return tail != std::string_view::npos && all_.find(kClient, tail) != std::string_view::npos;
  }

 private:
  static constexpr std::size_t kIndexed = 64;

  struct Closer {
    std::size_t at;
    Name behind;
  };
  static constexpr Closer kNoCloser = {std::string_view::npos, Name::none};

  // Closer number `i`, from 0 on; at npos if there are not so many. O(1) for those that are
  // indexed; beyond, asking in ascending order is O(record) in all.
  Closer closer(std::size_t i) noexcept {
    if (i < count_) return closers_[i];
    if (count_ < kIndexed) return kNoCloser;
    if (last_ < count_ || last_ > i) {
      last_ = count_;
      last_closer_ = closer_from(closers_.back().at + 1);
    }
    for (; last_ < i && last_closer_.at != std::string_view::npos; ++last_) {
      last_closer_ = closer_from(last_closer_.at + 1);
    }
    return last_closer_;
  }
  Closer closer_from(std::size_t from) const noexcept {
    for (std::size_t at = all_.find('"', from); at != std::string_view::npos; at = all_.find('"', at + 1)) {
      if (const Name behind = name_behind(all_, at); behind != Name::none) return {at, behind};
    }
    return kNoCloser;
  }

  std::string_view take_to(std::size_t end) noexcept {
    if (end == std::string_view::npos) end = all_.size();
    const std::string_view value(all_.data() + at_, end - at_);
    at_ = end;
    return value;
  }
  // To closer number `i`.
  std::string_view take_quoted(std::size_t i) noexcept {
    const std::string_view value = take_to(closer(i).at);
    ++at_;
    next_ = i + 1;
    return value;
  }

  std::string_view all_;
  std::size_t at_, begin_;
  std::size_t next_ = 0;   // the first closer at or after at_
  std::size_t count_ = 0;  // of closers_
  std::size_t last_ = 0;   // the closer beyond them that was asked for last
  Closer last_closer_ = kNoCloser;
  std::array<Closer, kIndexed> closers_;
};

}  // namespace why502::format

#endif  // WHY502_LIB_FORMAT_NGINX_FIELDS_H_
