"""What people do in their Teams clients, and what reaches the bot."""

import asyncio
from collections.abc import Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from simulation.channel.activities import Activity, Client, Scene, Writer, edited, unsent
from simulation.channel.conversations import Conversation, Conversations, Kind
from simulation.channel.delivery import Answer, Delivery
from simulation.channel.identity import BOT
from simulation.channel.installations import Installations
from simulation.channel.messages import Message, MessageIds, Messages, State
from simulation.channel.pictures import File, Picture, Pictures, as_attachments, file_attachment
from simulation.channel.ports import Now


@dataclass
class TeamsClient:
    """Everybody's Teams client; unknown people and conversations raise KeyError."""

    conversations: Conversations
    installations: Installations
    messages: Messages
    ids: MessageIds
    pictures: Pictures
    writer: Writer
    delivery: Delivery
    now: Now
    takes_targeted: bool = False
    """Whether people may write messages that only the bot sees, as its manifest says."""

    _devices: dict[str, Client] = field(default_factory=dict)
    _activities: dict[str, Activity] = field(default_factory=dict)
    _running: set[asyncio.Task[Any]] = field(default_factory=set)

    def conversation(self, person_id: str, conversation_id: str) -> Conversation:
        """Return a conversation that this person is in."""
        found = self.conversations.find(conversation_id)
        if found is None or person_id not in found.members:
            raise KeyError(conversation_id)
        return found

    def use(self, person_id: str, device: Client) -> None:
        """Switch to a device, whose language and time zone go along with what this person does."""
        self._devices[person_id] = device

    def device(self, person_id: str) -> Client:
        """Return the device that this person uses."""
        return self._devices.get(person_id, Client())

    def scene(
        self,
        person_id: str,
        where: Conversation,
        about: Message | None = None,
        *,
        thread: str | None = None,
    ) -> Scene:
        """Describe who acts where and when; in a channel, in the thread of what it is about."""
        root = (about.thread or about.id) if about else thread
        who = self.conversations.directory.people[person_id]
        in_thread = root if where.kind is Kind.CHANNEL else None
        return Scene(who, where, self.now(), in_thread, self.device(person_id))

    async def open(self, person_id: str, where: Conversation) -> None:
        """Open a conversation; the first time adds the app to it."""
        if where.id in self.installations.conversations:
            return
        self.installations.conversations.add(where.id)
        if where.kind is Kind.PERSONAL:
            self.conversations.directory.bot_added(person_id)
        scene = self.scene(person_id, where)
        # Teams tells of one installation twice (docs/teams.md, "Activities").
        await self.delivery.deliver(self.writer.installed(scene))
        await self.delivery.deliver(self.writer.joined(scene))

    def added(self, person_id: str) -> None:
        """Tell the bot that it was installed for a person, who did nothing."""
        if self.conversations.directory.has_bot(person_id):
            self.run(self.open(person_id, self.conversations.personal(person_id)))

    async def remove(self, person_id: str, where: Conversation) -> None:
        """Remove the app from a conversation."""
        self.installations.conversations.discard(where.id)
        if where.kind is Kind.PERSONAL:
            self.conversations.directory.bot_removed(person_id)
        scene = self.scene(person_id, where)
        await self.delivery.deliver(self.writer.installed(scene, action="remove"))

    def say(
        self,
        person_id: str,
        where: Conversation,
        text: str,
        *,
        pictures: Sequence[Picture] = (),
        files: Sequence[File] = (),
        cards: Sequence[Mapping[str, Any]] = (),
        thread: str | None = None,
        targeted: bool = False,
    ) -> Message:
        """Write a message; in groups and channels only a mention makes it reach the bot.

        Files reach a bot in the personal chat only. Cards come from a message extension. A
        targeted message is seen by nobody but the bot. Raises ValueError where Teams does not
        offer to write it.
        """
        if targeted and (where.kind is Kind.PERSONAL or not self.takes_targeted):
            raise ValueError("Nobody can write to the bot alone here.")
        root = self.messages.get(where.id, thread) if thread else None
        if root and root.only_for:
            raise ValueError("A message that only one person sees can't be replied to.")
        inline = [{"picture": self.pictures.keep(picture)} for picture in pictures]
        uploaded = [{"file": self._upload(person_id, file), "name": file.name} for file in files]
        message = Message(
            id=self.ids.new(),
            conversation=where.id,
            sender=person_id,
            sent=self.now(),
            text=text,
            text_format="plain",
            attachments=(*inline, *uploaded, *cards),
            thread=thread,
            only_for=person_id if targeted else "",
        )
        self._record(message)
        return self._send(message) if self._reaches_bot(message) else self.messages.put(message)

    def retry(self, message: Message) -> Message:
        """Send a failed message again."""
        return self._send(message)

    def edit(self, message: Message, text: str) -> Message:
        """Edit a message; the bot gets an activity if a message with this text reaches it."""
        changed = self.messages.change(message, text=text, edited=self.now())
        activity = self._record(changed)
        if self._reaches_bot(changed):
            self._notify_bot(edited(activity))
        return changed

    def unsend(self, message: Message) -> Message:
        """Delete a message that one wrote."""
        if self._reaches_bot(message):
            self._notify_bot(unsent(self._activities[message.id], self.now()))
        return self.messages.change(message, text="", attachments=(), deleted=True)

    def react(
        self, person_id: str, where: Conversation, message: Message, reaction: str, *, added: bool
    ) -> Message:
        """Add or remove an emoji; the bot gets an activity if the message is its own.

        Raises ValueError for a targeted message, which takes none.
        """
        if message.only_for:
            raise ValueError("A message that only one person sees takes no reactions.")
        if message.sender == BOT:
            scene = self.scene(person_id, where, message)
            self._notify_bot(
                self.writer.reacted(scene, message_id=message.id, reaction=reaction, added=added)
            )
        others = tuple(each for each in message.reactions if each != reaction)
        return self.messages.change(message, reactions=(*others, reaction) if added else others)

    async def submit(
        self, person_id: str, where: Conversation, card: Message, value: Mapping[str, Any]
    ) -> Answer:
        """Press an Action.Submit."""
        scene = self.scene(person_id, where, card)
        message_id = self.ids.new()
        return await self.delivery.deliver(
            self.writer.submitted(scene, message_id=message_id, card_id=card.id, value=value)
        )

    async def invoke(
        self,
        person_id: str,
        where: Conversation,
        card: Message,
        *,
        name: str,
        value: Mapping[str, Any],
    ) -> Answer:
        """Press an Action.Execute, refresh a card, or search from it; return the answer."""
        scene = self.scene(person_id, where, card)
        return await self.delivery.deliver(
            self.writer.invoked(scene, name=name, card_id=card.id, value=value)
        )

    def run(self, work: Coroutine[Any, Any, Any]) -> None:
        """Run this in the background, as clients do."""
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def close(self) -> None:
        """Cancel what is still on its way to the bot."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)

    def _upload(self, person_id: str, file: File) -> dict[str, Any]:
        directory = self.conversations.directory
        return file_attachment(directory.upload(person_id, file.name, file.content))

    def _reaches_bot(self, message: Message) -> bool:
        where = self.conversation(message.sender, message.conversation)
        is_for_bot = where.kind is Kind.PERSONAL or bool(message.only_for)
        return is_for_bot or self._mentions_bot(message, where)

    def _mentions_bot(self, message: Message, where: Conversation) -> bool:
        mention = f"@{self.conversations.bot_name}"
        return where.kind is not Kind.PERSONAL and mention in message.text

    def _record(self, message: Message) -> Activity:
        where = self.conversation(message.sender, message.conversation)
        mentions_bot = self._mentions_bot(message, where)
        name = self.conversations.bot_name
        text = message.text
        if mentions_bot:
            text = text.replace(f"@{name}", f"<at>{name}</at>")
        sent = message.attachments
        addresses = [self.pictures.address(p["picture"]) for p in sent if "picture" in p]
        files = [f["file"] for f in sent if "file" in f and where.kind is Kind.PERSONAL]
        cards = [attachment for attachment in sent if "content" in attachment]
        # A message that others don't see begins no thread.
        about = None if message.only_for else message
        self._activities[message.id] = self.writer.message(
            self.scene(message.sender, where, about, thread=message.thread),
            message_id=message.id,
            text=text,
            attachments=[*files, *cards, *as_attachments(text, addresses)],
            mentions_bot=mentions_bot,
            targeted=bool(message.only_for),
        )
        return self._activities[message.id]

    def _send(self, message: Message) -> Message:
        sending = self.messages.change(message, state=State.SENDING, problem="")
        self.run(self._deliver(sending))
        return sending

    async def _deliver(self, message: Message) -> None:
        answer = await self.delivery.deliver(self._activities[message.id])
        state = State.SENT if answer.accepted else State.FAILED
        self.messages.change(message, state=state, problem=answer.problem)

    def _notify_bot(self, activity: Activity) -> None:
        self.run(self.delivery.deliver(activity))
