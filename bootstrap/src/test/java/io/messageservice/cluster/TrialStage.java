package io.messageservice.cluster;

import java.util.List;

/**
 * What all devices have in common.
 *
 * @param nodes where they connect
 * @param users whoever has a device
 */
record TrialStage(List<Node> nodes, Tone tone, List<String> users) {}
