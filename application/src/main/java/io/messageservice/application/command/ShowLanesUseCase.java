package io.messageservice.application.command;

import io.messageservice.application.lane.Partition;
import io.messageservice.application.lane.Partitions;
import io.messageservice.application.port.in.ShowLanes;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** Asks each lane on its thread, between batches. */
final class ShowLanesUseCase implements ShowLanes {

  private final Partitions partitions;

  ShowLanesUseCase(Partitions partitions) {
    this.partitions = partitions;
  }

  @Override
  public void show(Consumer<List<LaneFigures>> answer) {
    List<Partition> all = partitions.all();
    AtomicIntegerArray rooms = new AtomicIntegerArray(all.size());
    AtomicInteger left = new AtomicInteger(all.size());
    for (int lane = 0; lane < all.size(); lane++) {
      int index = lane;
      Partition partition = all.get(lane);
      partition
          .lane()
          .soon(
              "figures",
              fanout -> {
                rooms.set(index, partition.occupancy().size());
                if (left.decrementAndGet() == 0) {
                  answer.accept(figures(rooms));
                }
              });
    }
  }

  private List<LaneFigures> figures(AtomicIntegerArray rooms) {
    return IntStream.range(0, rooms.length())
        .mapToObj(
            lane -> new LaneFigures(partitions.all().get(lane).lane().size(), rooms.get(lane)))
        .toList();
  }
}
