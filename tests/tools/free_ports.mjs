// Prints as many free ports of this machine as it is asked for, one a line.
import net from "node:net";

const servers = [];
for (let left = Number(process.argv[2] ?? 1); left > 0; left--) {
  const server = net.createServer();
  await new Promise((open) => server.listen(0, "127.0.0.1", open));
  console.log(server.address().port);
  servers.push(server);
}
for (const server of servers) server.close();
