// upstream_name.cc -- the peer's name in nginx's upstream field.
#include "lib/format/upstream_name.h"

#include <algorithm>
#include <cstddef>

#include "lib/base/bytes.h"
#include "lib/scan/find.h"

namespace why502::format {
namespace {

constexpr std::size_t npos = std::string_view::npos;

// The URI of "GET /a?b HTTP/1.1".
std::string_view uri_of(std::string_view request) noexcept {
  const std::size_t begin = request.find(' ');
  if (begin == npos) return {};
  const std::size_t end = request.rfind(' ');
  return end > begin ? request.substr(begin + 1, end - begin - 1) : request.substr(begin + 1);
}

// Behind the first `.sock` or `.socket` that is followed by ':', '/' or the end.
std::size_t socket_suffix_end(std::string_view path) noexcept {
  constexpr std::string_view kSock = ".sock";
  constexpr std::string_view kRest = "et";
  for (std::size_t at = path.find(kSock); at != npos; at = path.find(kSock, at + 1)) {
    std::size_t end = at + kSock.size();
    if (path.substr(end).starts_with(kRest)) end += kRest.size();
    if (end == path.size() || path[end] == ':' || path[end] == '/') return end;
  }
  return npos;
}

std::size_t unix_end(std::string_view name, std::string_view request) noexcept {
  constexpr std::size_t kScheme = 5;  // "unix:"
  const std::string_view path = name.substr(kScheme);
  std::size_t end = socket_suffix_end(path);
  if (end == npos) {
    const std::string_view uri = uri_of(request);
    if (!uri.empty() && path.size() > uri.size() && path.ends_with(uri)) {
      end = path.size() - uri.size();
      if (path[end - 1] == ':') --end;
    }
  }
  if (end == npos) end = path.find(':');
  return end == npos ? name.size() : kScheme + end;
}

}  // namespace

UpstreamName upstream_name(std::string_view value, bool closed, std::string_view request) noexcept {
  constexpr std::size_t kLongestScheme = 16;
  UpstreamName result;
  std::string_view rest = value;
  std::size_t scheme = value.starts_with("unix:") ? npos : scan::find_near(value, ':', 0);
  while (scheme != npos && !base::stands_at(value, scheme, "://")) scheme = scan::find_near(value, ':', scheme + 1);
  if (scheme != npos && scheme + 3 <= kLongestScheme) {
    result.protocol = value.substr(0, scheme);
    rest = value.substr(scheme + 3);
  }
  const std::size_t end =
      rest.starts_with("unix:") ? unix_end(rest, request) : std::min(scan::find_near(rest, '/', 0), rest.size());
  if (!closed && end == rest.size()) return result;
  result.name = rest.substr(0, end);
  return result;
}

}  // namespace why502::format
