package io.messageservice.application.memory;

import io.messageservice.application.port.out.change.ReaderPositions;
import io.messageservice.application.port.out.change.ReaderPositionsContract;

class InMemoryPositionsTest extends ReaderPositionsContract {

  private final ReaderPositions positions = new InMemoryPositions();

  @Override
  protected ReaderPositions positions() {
    return positions;
  }
}
