package io.messageservice.bootstrap.start;

import io.messageservice.adapter.http.web.DemoHandler;
import io.messageservice.adapter.http.web.TokenHandler;

/**
 * What the pages for trying out are given.
 *
 * @param tokens for the chat
 * @param demo what the page at {@code /demo} shows
 */
public record DevPages(TokenHandler.Issuer tokens, DemoHandler.Demo demo) {}
