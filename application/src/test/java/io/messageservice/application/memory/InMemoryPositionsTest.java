package io.messageservice.application.memory;

import io.messageservice.application.port.out.ReaderPositionsContract;
import io.messageservice.application.port.out.change.ReaderPositions;

class InMemoryPositionsTest extends ReaderPositionsContract {

  private final ReaderPositions positions = new InMemoryPositions();

  @Override
  protected ReaderPositions positions() {
    return positions;
  }
}
