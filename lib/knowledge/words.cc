// words.cc -- the enumerators' names, as they stand in JSON.
#include "why502/aggregate.h"
#include "why502/catalog.h"
#include "why502/event.h"
#include "why502/parser.h"

namespace why502 {

std::string_view id(Severity severity) noexcept {
  switch (severity) {
    case Severity::unknown: return "";
    case Severity::debug: return "debug";
    case Severity::info: return "info";
    case Severity::notice: return "notice";
    case Severity::warn: return "warn";
    case Severity::error: return "error";
    case Severity::crit: return "crit";
    case Severity::alert: return "alert";
    case Severity::emerg: return "emerg";
  }
  return {};
}

std::string_view id(Role role) noexcept {
  switch (role) {
    case Role::failure: return "failure";
    case Role::echo: return "echo";
    case Role::evidence: return "evidence";
  }
  return {};
}

std::string_view id(Phase phase) noexcept {
  switch (phase) {
    case Phase::unknown: return "";
    case Phase::config: return "config";
    case Phase::resolve: return "resolve";
    case Phase::select: return "select";
    case Phase::connect: return "connect";
    case Phase::tls: return "tls";
    case Phase::send: return "send";
    case Phase::read_header: return "read_header";
    case Phase::read_body: return "read_body";
    case Phase::backend: return "backend";
    case Phase::gateway: return "gateway";
  }
  return {};
}

std::string_view id(Verdict verdict) noexcept {
  switch (verdict) {
    case Verdict::event: return "event";
    case Verdict::other: return "other";
    case Verdict::continuation: return "continuation";
    case Verdict::unrecognized: return "unrecognized";
    case Verdict::too_long: return "too_long";
  }
  return {};
}

std::string_view id(Proof proof) noexcept {
  switch (proof) {
    case Proof::captured: return "captured";
    case Proof::observed: return "observed";
    case Proof::source: return "source";
  }
  return {};
}

std::string_view id(Dimension dimension) noexcept {
  switch (dimension) {
    case Dimension::cause: return "cause";
    case Dimension::upstream: return "upstream";
    case Dimension::server: return "server";
    case Dimension::host: return "host";
    case Dimension::path: return "path";
    case Dimension::client: return "client";
    case Dimension::phase: return "phase";
    case Dimension::protocol: return "protocol";
    case Dimension::format: return "format";
    case Dimension::file: return "file";
    case Dimension::status: return "status";
  }
  return {};
}

std::optional<Dimension> dimension_from_id(std::string_view text) noexcept {
  for (std::size_t i = 0; i < kDimensionCount; ++i) {
    if (id(static_cast<Dimension>(i)) == text) return static_cast<Dimension>(i);
  }
  return std::nullopt;
}

}  // namespace why502
