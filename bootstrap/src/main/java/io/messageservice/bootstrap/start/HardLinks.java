package io.messageservice.bootstrap.start;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Gives a file a further name. Not all file systems can: FAT and some network shares cannot. Any
 * thread that may block may call.
 */
@FunctionalInterface
public interface HardLinks {

  /** As the file system makes them. */
  HardLinks OF_SYSTEM = Files::createLink;

  /** Makes one; fails in whatever way the file system does. */
  void create(Path name, Path file) throws IOException;

  /**
   * Makes one where the file system can. Where it cannot, Linux answers EPERM or EOPNOTSUPP, which
   * Java reports as a {@link FileSystemException} of no special kind.
   *
   * @return whether the file has the name
   * @throws FileAlreadyExistsException where there is such a file
   */
  default boolean tryCreate(Path name, Path file) throws IOException {
    try {
      create(name, file);
      return true;
    } catch (FileAlreadyExistsException taken) {
      throw taken;
    } catch (UnsupportedOperationException | FileSystemException none) {
      return false;
    }
  }

  /**
   * Gives a file that is whole the name that it is for. Where there are no links it is moved; a
   * file that another process makes under this name at the same moment is overwritten then.
   *
   * @throws FileAlreadyExistsException where there is such a file
   */
  default void publish(Path file, Path name) throws IOException {
    if (!tryCreate(name, file)) {
      Files.move(file, name);
    }
  }
}
