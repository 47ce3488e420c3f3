package io.messageservice.application.feed;

/** The same where each node has several lanes, of which two have nothing to do. */
class AnotherPastOfLanesTest extends AnotherPastTest {

  @Override
  int lanes() {
    return 3;
  }
}
