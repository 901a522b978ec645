// json_object.h -- one JSON object, of which a few members are kept (the door to simdjson).
#ifndef WHY502_LIB_ENVELOPE_JSON_OBJECT_H_
#define WHY502_LIB_ENVELOPE_JSON_OBJECT_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace why502::envelope {

// The members that envelopes ask for, by their paths: keys, joined by dots.
#define WHY502_JSON_MEMBERS(X)                         \
  X(log, "log")                                        \
  X(message, "message")                                \
  X(msg, "msg")                                        \
  X(journal_message, "MESSAGE")                        \
  X(text_payload, "textPayload")                       \
  X(json_payload, "jsonPayload.message")               \
  X(stream, "stream")                                  \
  X(time, "time")                                      \
  X(timestamp, "timestamp")                            \
  X(at_timestamp, "@timestamp")                        \
  X(realtime, "__REALTIME_TIMESTAMP")                  \
  X(source_realtime, "_SOURCE_REALTIME_TIMESTAMP")     \
  X(hostname, "_HOSTNAME")                             \
  X(identifier, "SYSLOG_IDENTIFIER")                   \
  X(pid, "_PID")                                       \
  X(journal_container, "CONTAINER_NAME")               \
  X(journal_container_id, "CONTAINER_ID")              \
  X(journal_partial, "CONTAINER_PARTIAL_MESSAGE")      \
  X(journal_partial_last, "CONTAINER_PARTIAL_LAST")    \
  X(container_name, "container_name")                  \
  X(container_id, "container_id")                      \
  X(partial, "partial_message")                        \
  X(partial_last, "partial_last")                      \
  X(logtag, "logtag")                                  \
  X(fluent_bit_partial, "_p")                          \
  X(vector_partial, "_partial")                        \
  X(host, "host")                                      \
  X(host_name, "host.name")                            \
  X(file, "file")                                      \
  X(file_path, "log.file.path")                        \
  X(pod, "kubernetes.pod_name")                        \
  X(pod_container, "kubernetes.container_name")        \
  X(beats_pod, "kubernetes.pod.name")                  \
  X(beats_container, "kubernetes.container.name")      \
  X(cloud_pod, "resource.labels.pod_name")             \
  X(cloud_container, "resource.labels.container_name") \
  X(chosen, "")

enum class Member : std::uint8_t {
#define WHY502_MEMBER(name, path) name,
  WHY502_JSON_MEMBERS(WHY502_MEMBER)
#undef WHY502_MEMBER
};
inline constexpr std::size_t kMemberCount = static_cast<std::size_t>(Member::chosen) + 1;

// LIFETIME. Refers to the key that it was made with. Views of members are valid until the next
// read().
// THREADS. One at a time.
// COST. read(): one pass over the line, never a tree; allocates only to hold a longer line than
// before. `read_line` must be the whole of JSON by RFC 8259 and UTF-8, nested no deeper than
// kMaxDepth; what is broken behind the members that matter breaks all of it.
class JsonObject {
 public:
  static constexpr int kMaxDepth = 32;

  // `chosen`: the path of Member::chosen; empty if there is none.
  explicit JsonObject(std::string_view chosen);
  ~JsonObject();

  // `readable` bytes can be read from line.data() on.
  bool read(std::string_view line, std::size_t readable);

  // The first string at the member's path; data() == nullptr if there is none. MESSAGE may also
  // be an array, of bytes or of strings, of which the first counts; _partial may be `true`.
  std::string_view operator[](Member member) const noexcept { return members_[static_cast<std::size_t>(member)]; }
  bool has(Member member) const noexcept { return (*this)[member].data() != nullptr; }

  // Has it no members but these of its own: log, stream, attrs, time?
  bool has_only_dockers() const noexcept { return only_dockers_; }

  // The text that travels: the first string of chosen, log, message, msg, MESSAGE, textPayload
  // and jsonPayload.message; data() == nullptr if there is none.
  std::string_view text() const noexcept;

 private:
  struct Reader;
  std::string_view chosen_;
  std::array<std::string_view, kMemberCount> members_;
  bool only_dockers_ = false;
  std::unique_ptr<Reader> reader_;
};

}  // namespace why502::envelope

#endif  // WHY502_LIB_ENVELOPE_JSON_OBJECT_H_
