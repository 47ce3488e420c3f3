package io.messageservice.bootstrap.config;

import java.util.List;
import java.util.Map;

/**
 * All that an operator decided, read and judged. Immutable.
 *
 * <p>A setting is declared where its group reads it: name, default, format and meaning.
 * Environment, flags, the output of {@code check} and the reference table come from there. Other
 * code names a setting by a constant of its group.
 */
public record Settings(
    ListenerSettings listeners,
    TokenSettings tokens,
    StorageSettings storage,
    ClusterSettings cluster,
    ServiceSettings services,
    HookSettings hooks,
    WebhookSettings webhooks,
    ConversationSettings conversations,
    EventSettings events,
    RateSettings rates,
    LimitSettings limits,
    ConnectionSettings connections,
    LoggingSettings logging) {

  /** Every setting there is, in the order of the reference table. */
  public static final List<Setting<?>> ALL =
      SettingReader.of(Sources.of(Map.of(), Map.of())).declared();

  static Settings of(SettingReader read) {
    return new Settings(
        ListenerSettings.of(read),
        TokenSettings.of(read),
        StorageSettings.of(read),
        ClusterSettings.of(read),
        ServiceSettings.of(read),
        HookSettings.of(read),
        WebhookSettings.of(read),
        ConversationSettings.of(read),
        EventSettings.of(read),
        RateSettings.of(read),
        LimitSettings.of(read),
        ConnectionSettings.of(read),
        LoggingSettings.of(read));
  }
}
