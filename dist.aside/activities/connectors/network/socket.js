import { connect } from "node:net";
import { assertLiteral, guardedLookup } from "./lookup.js";
export async function openSocket(endpoint, policy, resolve, signal) {
    signal.throwIfAborted();
    assertLiteral(endpoint, policy);
    const { host, port } = endpoint;
    const socket = connect({ host, port, lookup: guardedLookup(port, policy, resolve) });
    const stop = () => void socket.destroy(signal.reason);
    signal.addEventListener("abort", stop, { once: true });
    try {
        await new Promise((settle, fail) => {
            socket.once("connect", settle);
            socket.once("error", fail);
        });
        return socket;
    }
    finally {
        signal.removeEventListener("abort", stop);
        socket.removeAllListeners("error");
    }
}
//# sourceMappingURL=socket.js.map