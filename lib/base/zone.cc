// zone.cc -- local time and UTC (the door to Abseil's time zones).
#include "lib/base/zone.h"

#include <absl/time/civil_time.h>
#include <absl/time/time.h>
#include <sys/stat.h>

#include <cstdlib>
#include <utility>

#include "lib/base/bytes.h"
#include "lib/base/errno_guard.h"
#include "lib/base/quote.h"

namespace why502::base {

struct Zone::Impl {
  absl::TimeZone zone;
};

namespace {

// "+02:00", "-0930", "+02" or "+2": seconds east of UTC.
std::optional<int> fixed_offset(std::string_view name) {
  if (name.empty() || (name[0] != '+' && name[0] != '-')) return std::nullopt;
  std::string digits(name.substr(1));
  if (digits.size() == 5 && digits[2] == ':') digits.erase(2, 1);
  if (digits.size() == 1) digits.insert(0, 1, '0');
  if (digits.size() == 2) digits += "00";
  if (digits.size() != 4 || skip_digits(digits, 0) != 4) return std::nullopt;
  const int hours = to_int(digits.substr(0, 2)), minutes = to_int(digits.substr(2));
  if (hours > 14 || minutes > 59) return std::nullopt;
  const int seconds = hours * 3600 + minutes * 60;
  return name[0] == '-' ? -seconds : seconds;
}

// Is there a regular file of this name in the tz database, where Abseil would look for it?
bool is_in_database(std::string_view name) {
  if (name.empty() || name.front() == '/' || name.find("..") != std::string_view::npos ||
      name.find('\0') != std::string_view::npos)
    return false;
  const ErrnoGuard guard;
  const char* const folder = std::getenv("TZDIR");  // NOLINT(concurrency-mt-unsafe): as Abseil does
  std::string path = folder != nullptr && *folder != '\0' ? folder : "/usr/share/zoneinfo";
  path.append("/").append(name);
  struct stat status = {};
  return ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode);
}

}  // namespace

Zone::Zone(std::string name, std::shared_ptr<const Impl> impl) noexcept
    : name_(std::move(name)), impl_(std::move(impl)) {}

std::optional<Zone> Zone::load(std::string_view name) {
  std::string owned(name);
  if (name == "UTC" || name == "Z") return Zone("UTC", std::make_shared<const Impl>(Impl{absl::UTCTimeZone()}));
  if (const auto offset = fixed_offset(name)) {
    return Zone(std::move(owned), std::make_shared<const Impl>(Impl{absl::FixedTimeZone(*offset)}));
  }
  // Abseil would take "" and "localtime" as this process's TZ, which is not ours to read.
  if (name.empty() || name == "localtime" || name.find('\0') != std::string_view::npos) return std::nullopt;
  const ErrnoGuard guard;
  absl::TimeZone zone;
  if (!absl::LoadTimeZone(owned, &zone)) return std::nullopt;
  return Zone(std::move(owned), std::make_shared<const Impl>(Impl{zone}));
}

std::optional<Zone> Zone::load_foreign(std::string_view name) {
  const bool is_fixed = name == "UTC" || name == "Z" || fixed_offset(name).has_value();
  return is_fixed || is_in_database(name) ? load(name) : std::nullopt;
}

std::int64_t Zone::to_utc_seconds(int year, int month, int day, int hour, int minute, int second) const {
  const absl::CivilSecond local(year, month, day, hour, minute, second);
  // `pre` is the reading with the offset before a change: the first of a doubled time.
  return absl::ToUnixSeconds(impl_->zone.At(local).pre);
}

Zone::Civil Zone::at(std::int64_t unix_seconds) const {
  const auto info = impl_->zone.At(absl::FromUnixSeconds(unix_seconds));
  return {static_cast<int>(info.cs.year()),
          info.cs.month(),
          info.cs.day(),
          info.cs.hour(),
          info.cs.minute(),
          info.cs.second(),
          info.offset};
}

Result<Zone> load_zone(std::string_view name) {
  if (auto zone = Zone::load(name)) return *std::move(zone);
  return Error{Errc::bad_option,
               "unknown time zone " + quote(name) +
                   ": give a name of the tz database such as Europe/Berlin, UTC, or an offset such as +02:00"};
}

}  // namespace why502::base
