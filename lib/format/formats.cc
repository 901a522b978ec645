// formats.cc -- the table of grammars: a format is its file, its rules and one line here.
#include "lib/format/format.h"

#include <array>
#include <iterator>

#include "lib/format/nginx.h"
#include "why502/catalog.h"

namespace why502 {
namespace format {
namespace {

constexpr Grammar kGrammars[] = {
    {Format::nginx, "nginx", "nginx's error_log (http), and that of its forks", nginx_head, nginx_is_carrier,
     nginx_is_open, nginx_parse},
};

}  // namespace

std::span<const Grammar> grammars() noexcept { return kGrammars; }

}  // namespace format

std::span<const FormatInfo> formats() noexcept {
  static constexpr auto kInfos = [] {
    std::array<FormatInfo, std::size(format::kGrammars)> infos{};
    for (std::size_t i = 0; i < infos.size(); ++i) {
      infos[i] = {format::kGrammars[i].format, format::kGrammars[i].id, format::kGrammars[i].description};
    }
    return infos;
  }();
  return kInfos;
}

std::optional<Format> format_from_id(std::string_view id) noexcept {
  for (const FormatInfo& info : formats()) {
    if (info.id == id) return info.format;
  }
  return std::nullopt;
}

std::string_view id(Format format) noexcept {
  for (const FormatInfo& info : formats()) {
    if (info.format == format) return info.id;
  }
  return {};
}

}  // namespace why502
