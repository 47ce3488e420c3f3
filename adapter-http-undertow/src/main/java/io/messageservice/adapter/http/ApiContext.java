package io.messageservice.adapter.http;

import io.messageservice.protocol.json.PayloadReader;

/** What all requests share. */
record ApiContext(
    HttpApiConfig config, HttpAdmission admission, PayloadReader payloads, HttpApiEvents events) {}
