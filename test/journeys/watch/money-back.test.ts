import assert from "node:assert/strict";
import { test } from "node:test";
import { taskPages } from "../../../src/faces/desk/queue/task-pages.ts";
import { openDoor } from "../../../src/faces/door.ts";
import { cancelOrder } from "../../../src/orders/cancel-order.ts";
import { holderOf } from "../../../src/orders/order-principal.ts";
import { openCharge } from "../../../src/payments/open-charge.ts";
import { simulatedBank } from "../../../src/payments/providers/simulated-bank.ts";
import { recordPayment } from "../../../src/payments/record-payment.ts";
import { tasksOf } from "../../../src/watch/lateness/watch-reads.ts";
import { maria, placedOrder } from "../../kit/shop.ts";
import { visitor } from "../../kit/visitor.ts";
import { openWatch, sitDown } from "../../kit/watch-story.ts";

test("money that buys nothing, paid twice or for a cancelled order, is a task of the AR until somebody wrote how it went back", async (t) => {
  const { world, ctx, shop, manager, ear, run } = await openWatch(1);
  t.after(() => world.close());
  const bank = simulatedBank();
  const sold = async () => {
    const { orderId } = await placedOrder(ctx, shop.productId, maria, ear, run);
    return { orderId, charge: await openCharge(ctx, bank, { orderId, by: holderOf(orderId) }) };
  };
  const tasks = async () => {
    await run();
    return (await tasksOf(ctx.db, shop.raId, new Date(0))).filter(({ kind }) => kind === "money-back");
  };

  const twice = await sold();
  const first = bank.simulation.pay(twice.charge, ctx.clock.now());
  await recordPayment(ctx, first);
  await recordPayment(ctx, first);
  assert.deepEqual(await tasks(), [], "told twice by the bank, it came once");
  const second = { ...first, endToEndId: `${first.endToEndId}x` };
  await Promise.all([recordPayment(ctx, second), recordPayment(ctx, second)]);
  await recordPayment(ctx, second);
  const [task, ...more] = await tasks();
  assert.deepEqual([task!.orderId, task!.ownerId, more], [twice.orderId, manager.id, []]);
  assert.match(task!.words, /Pix de R\$\s199,90 de um pedido que já estava pago\. Devolva o valor a quem pagou/);

  const dropped = await sold();
  await cancelOrder(ctx, { orderId: dropped.orderId, reason: "", come: "neither", by: holderOf(dropped.orderId) });
  await recordPayment(ctx, bank.simulation.pay(dropped.charge, ctx.clock.now()));
  assert.match((await tasks()).find(({ orderId }) => orderId === dropped.orderId)!.words, /já tinha sido cancelado/);

  const app = await openDoor(ctx, [(door) => taskPages(door, { ctx })]);
  t.after(() => app.close());
  const office = visitor(app);
  office.keep({ confere_agente: await sitDown(ctx, manager) });
  await office.open("/desk/tarefas");
  assert.match(office.page.text, /Devolver pagamento a mais/);
  await office.send(`/desk/tarefas/${task!.id}/conclusao`, { resultado: "Devolvido pelo banco em 23/11, D123" });
  const done = (await tasks()).find(({ id }) => id === task!.id)!;
  assert.deepEqual([done.result, done.doneBy], ["Devolvido pelo banco em 23/11, D123", manager.id]);
});
