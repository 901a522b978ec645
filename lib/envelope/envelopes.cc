// envelopes.cc -- the table of envelopes: an envelope is its file and one line here.
#include <array>
#include <iterator>

#include "lib/envelope/envelope.h"
#include "lib/envelope/openers.h"
#include "why502/catalog.h"

namespace why502 {
namespace envelope {
namespace {

constexpr Opener kOpeners[] = {
    {Envelope::none, "none", "the server's own file: a record stands as it was written", nullptr},
#if WHY502_WITH_JSON
    {Envelope::docker, "docker", "Docker's json-file", open_docker, glance_docker},
    {Envelope::journald, "journald", "systemd's journal as journalctl -o json prints it", open_journald},
    {Envelope::json, "json", "one JSON object a line with a message: Fluent Bit, Fluentd, Vector, Filebeat, LogEntry",
     open_json},
#endif
    {Envelope::cri, "cri", "Kubernetes' container logs (CRI), as containerd and CRI-O write them", open_cri},
    {Envelope::syslog, "syslog", "syslog (RFC 3164, RFC 5424), rsyslog's files, journalctl's short forms", open_syslog},
#if WHY502_WITH_JSON
    {Envelope::fluentd, "fluentd", "Fluentd's files: time, tag and a JSON object", open_fluentd},
#endif
    {Envelope::timestamp, "timestamp", "an RFC 3339 time before each line: docker logs -t, kubectl logs --timestamps",
     open_timestamp},
    {Envelope::kubectl, "kubectl", "kubectl logs --prefix: [pod/name/container]", open_kubectl},
    {Envelope::compose, "compose", "docker compose logs: the container's name and a bar", open_compose},
    {Envelope::prefix, "prefix", "any other short text before a record: [web], host app:, colours, a quoting >",
     nullptr},
};

}  // namespace

std::span<const Opener> openers() noexcept { return kOpeners; }

}  // namespace envelope

std::span<const EnvelopeInfo> envelopes() noexcept {
  static constexpr auto kInfos = [] {
    std::array<EnvelopeInfo, std::size(envelope::kOpeners)> infos{};
    for (std::size_t i = 0; i < infos.size(); ++i) {
      infos[i] = {envelope::kOpeners[i].envelope, envelope::kOpeners[i].id, envelope::kOpeners[i].description};
    }
    return infos;
  }();
  return kInfos;
}

std::string_view id(Envelope envelope) noexcept {
  for (const EnvelopeInfo& info : envelopes()) {
    if (info.envelope == envelope) return info.id;
  }
  return {};
}

}  // namespace why502
