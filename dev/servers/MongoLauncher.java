import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import java.io.File;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.h2.mvstore.MVStore;

/**
 * A MongoDB for machines that cannot have a real one: mongo-java-server over one H2 MVStore file.
 *
 * <p>Arguments: the file, the port on 127.0.0.1. Ends on SIGTERM, and when it cannot start.
 *
 * <p>The library alone answers a write while it is in memory only and stores it up to a second later, so that a crash
 * loses writes that were acknowledged. Here a write is answered after the file has it: a process that is killed loses
 * nothing. (There is no fsync: a power failure may lose the last seconds, as with MongoDB's own default of w:1.)
 *
 * <p>While the disk is nearly full, commands that change data are refused with MongoDB's code for that, and reads are answered.
 * A commit that fails all the same ends the process, as it ends a real mongod: the store is of no use after it, and whoever
 * started this process starts it again.
 */
final class MongoLauncher {
    private static final int COMPACT_EVERY_MILLIS = 5_000;
    private static final int COMPACT_BELOW_PERCENT = 50;
    private static final int COMPACT_BYTES_AT_ONCE = 4 * 1024 * 1024;
    private static final int KEEP_OLD_CHUNKS_MILLIS = 1_000;
    private static final int MAX_UNSAVED_KILOBYTES = 64 * 1024;
    private static final long LEAST_FREE_BYTES = 16L * 1024 * 1024;
    private static final int OUT_OF_DISK_SPACE = 14031;

    public static void main(String[] args) throws Exception {
        // Commits happen in DurableBackend and nowhere else: a commit of the background thread could fall between the
        // change of a document and that of its indexes, and a crash would then make that half a change permanent.
        MVStore store = new MVStore.Builder()
                .fileName(args[0]).autoCommitDisabled().autoCommitBufferSize(MAX_UNSAVED_KILOBYTES).open();
        store.setRetentionTime(KEEP_OLD_CHUNKS_MILLIS);
        DurableBackend backend = new DurableBackend(store, new File(args[0]).getAbsoluteFile().getParentFile());
        backend.version(new Wire9());
        MongoServer server = new MongoServer(backend);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdownNow));
        server.bind("127.0.0.1", Integer.parseInt(args[1]));
        System.out.println("MongoDB stand-in listens on port " + args[1]);
        while (true) {
            Thread.sleep(COMPACT_EVERY_MILLIS);
            if (backend.hasSpace()) backend.compact(COMPACT_BELOW_PERCENT, COMPACT_BYTES_AT_ONCE);
        }
    }

    /** What mongoose asks for at least; the server speaks this protocol, whatever it lacks of the commands. */
    private static final class Wire9 implements MongoVersion {
        @Override
        public List<Integer> getVersionArray() {
            return List.of(4, 4, 0);
        }

        @Override
        public int getWireVersion() {
            return 9;
        }
    }

    /** Answers a command that changes data once the change is in the file; one commit serves all that wait for it. */
    private static final class DurableBackend extends H2Backend {
        private static final Set<String> READS = Set.of(
                "find", "getmore", "aggregate", "count", "distinct", "ping", "hello", "ismaster", "buildinfo", "endsessions",
                "listcollections", "listindexes", "listdatabases", "serverstatus", "killcursors", "getlog", "whatsmyuri", "getparameter");

        private final MVStore store;
        private final File folder;
        // Shared by the commands that change data, exclusive for the commit: it never sees half a command.
        private final ReadWriteLock changing = new ReentrantReadWriteLock(true);
        private final AtomicLong done = new AtomicLong();
        private long committed;

        DurableBackend(MVStore store, File folder) {
            super(store);
            this.store = store;
            this.folder = folder;
        }

        boolean hasSpace() {
            return folder.getUsableSpace() >= LEAST_FREE_BYTES;
        }

        @Override
        public Document handleMessage(MongoMessage message) {
            if (READS.contains(message.getDocument().keySet().iterator().next().toLowerCase())) {
                return super.handleMessage(message);
            }
            if (!hasSpace()) {
                throw new MongoServerError(OUT_OF_DISK_SPACE, "OutOfDiskSpace", "the disk is nearly full");
            }
            Document reply;
            long mine;
            changing.readLock().lock();
            try {
                reply = super.handleMessage(message);
                mine = done.incrementAndGet();
            } finally {
                changing.readLock().unlock();
            }
            commitUpTo(mine);
            return reply;
        }

        private void commitUpTo(long command) {
            changing.writeLock().lock();
            try {
                if (committed < command) {
                    long all = done.get();
                    commitStore();
                    committed = all;
                }
            } finally {
                changing.writeLock().unlock();
            }
        }

        /** Moves what is still used out of chunks that are mostly waste, so that the file stays small. */
        void compact(int belowPercent, int bytes) {
            changing.writeLock().lock();
            try {
                store.compact(belowPercent, bytes);
                commitStore();
            } catch (RuntimeException failure) {
                giveUp(failure);
            } finally {
                changing.writeLock().unlock();
            }
        }

        private void commitStore() {
            try {
                store.commit();
            } catch (RuntimeException failure) {
                giveUp(failure);
            }
        }

        private static void giveUp(RuntimeException failure) {
            failure.printStackTrace();
            // Not exit: closing the store would try to write what could not be written.
            Runtime.getRuntime().halt(1);
        }
    }
}
