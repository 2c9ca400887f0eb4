import { Kbd, Modal, Table, Text } from "@mantine/core";
import { Fragment } from "react";
import { reviewKeys } from "./review-keys.ts";

const shown: Record<string, string> = { ArrowLeft: "←", ArrowRight: "→" };

/** All keys of the review on one sheet. */
export function KeysSheet({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="Keys"
      size="sm"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Table>
        <Table.Tbody>
          {Object.values(reviewKeys).map(({ keys, text }) => (
            <Table.Tr key={text}>
              <Table.Td w={96}>
                {keys.map((key, index) => (
                  <Fragment key={key}>
                    {index > 0 ? " " : ""}
                    <Kbd>{shown[key] ?? key}</Kbd>
                  </Fragment>
                ))}
              </Table.Td>
              <Table.Th scope="row" fw={400}>
                {text}
              </Table.Th>
            </Table.Tr>
          ))}
          <Table.Tr>
            <Table.Td>
              <Kbd>Ctrl</Kbd> <Kbd>Enter</Kbd>
            </Table.Td>
            <Table.Th scope="row" fw={400}>
              Save the note or the rejection that you are writing
            </Table.Th>
          </Table.Tr>
        </Table.Tbody>
      </Table>
      <Text size="sm" c="dimmed" mt="sm">
        The keys rest while you type and while a dialog is open.
      </Text>
    </Modal>
  );
}
