// machine_zone.cc -- TZ, /etc/localtime, /etc/timezone.
#include "tools/why502/machine_zone.h"

#include <array>
#include <cctype>
#include <cstdlib>
#include <fstream>
#include <string_view>

#include <unistd.h>
#include <climits>

namespace why502::command {
namespace {

// "Europe/Berlin" of ".../zoneinfo/Europe/Berlin"; a name that is no path stays.
std::string below_zoneinfo(std::string_view path) {
  constexpr std::string_view kFolder = "zoneinfo/";
  if (const std::size_t at = path.rfind(kFolder); at != std::string_view::npos) {
    path.remove_prefix(at + kFolder.size());
  }
  for (const std::string_view prefix : {"posix/", "right/"}) {
    if (path.starts_with(prefix)) path.remove_prefix(prefix.size());
  }
  // The database may be missing (slim images); UTC needs none.
  for (const std::string_view utc : {"Etc/UTC", "Etc/UCT", "Etc/Zulu", "Etc/Universal", "UCT", "Zulu", "Universal"}) {
    if (path == utc) return "UTC";
  }
  return std::string(path);
}

// POSIX spells fixed offsets with the sign turned round: "CET-1" and "<+01>-1"
// are +01:00. Gives "" for anything else.
std::string fixed_offset(std::string_view tz) {
  std::size_t at = 0;
  if (tz.starts_with('<')) {
    at = tz.find('>');
    if (at == std::string_view::npos) return "";
    ++at;
  } else {
    while (at < tz.size() && std::isalpha(static_cast<unsigned char>(tz[at])) != 0) ++at;
    if (at < 3) return "";
  }
  std::string_view rest = tz.substr(at);
  char sign = '-';
  if (rest.starts_with('-') || rest.starts_with('+')) {
    sign = rest.front() == '-' ? '+' : '-';
    rest.remove_prefix(1);
  }
  const auto digits = [&rest]() -> std::string {
    std::string text;
    while (!rest.empty() && text.size() < 2 && std::isdigit(static_cast<unsigned char>(rest.front())) != 0) {
      text += rest.front();
      rest.remove_prefix(1);
    }
    return text.size() == 1 ? "0" + text : text;
  };
  const std::string hours = digits();
  if (hours.empty()) return "";
  std::string minutes = "00";
  if (rest.starts_with(':')) {
    rest.remove_prefix(1);
    minutes = digits();
  }
  if (!rest.empty() || minutes.empty()) return "";
  if (hours == "00" && minutes == "00") return "UTC";
  return sign + hours + ":" + minutes;
}

std::string from_environment(std::string_view tz) {
  if (tz.starts_with(':')) tz.remove_prefix(1);
  if (tz.empty()) return "UTC";  // TZ="" means UTC
  const std::string offset = fixed_offset(tz);
  return offset.empty() ? below_zoneinfo(tz) : offset;
}

}  // namespace

std::string machine_time_zone() {
  if (const char* const tz = std::getenv("TZ")) return from_environment(tz);

  std::array<char, PATH_MAX> link{};
  const ssize_t size = readlink("/etc/localtime", link.data(), link.size());
  if (size > 0) {
    const std::string_view target(link.data(), static_cast<std::size_t>(size));
    if (target.find("zoneinfo/") != std::string_view::npos) return below_zoneinfo(target);
  }
  std::string name;
  std::ifstream file("/etc/timezone");
  if (file >> name) return below_zoneinfo(name);
  return "UTC";
}

}  // namespace why502::command
