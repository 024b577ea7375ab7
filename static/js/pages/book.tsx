/** The public booking page: the steps, tied to their stores. */
import { type BookBoot, readBoot } from "../boot";
import { start } from "../start";
import { bookPage, type BookPage as Store } from "../stores/bookPage";
import { tellHeight } from "../stores/frame";
import { BookPage, Step } from "../views/book/BookPage";
import { Finished } from "../views/book/Finished";
import { ServiceList } from "../views/book/ServiceList";
import { t } from "../words/words";
import { Details, When } from "./shared/BookSteps";

const boot = readBoot<BookBoot>();
// Before anything is awaited: the page around a frame says hello once, when this one has loaded.
if (boot.embed) tellHeight(boot.embed);

void start(() => {
  const page = bookPage(boot);
  const wasChosen = page.service.value !== null;
  return function Page() {
    const { service, going } = page;
    const done = going.done.value;
    return (
      <BookPage club={boot.tenant.name} freshness={page.freshness.value}>
        {done ? (
          <Finished
            booking={done.booking}
            next={done.next}
            isPaying={done.isPaying}
            watchUrl={done.watch_url}
          />
        ) : (
          <>
            <Step title={t("What would you like to book?")}>
              <ServiceList
                services={page.services.value}
                chosen={service.value}
                locale={boot.locale}
                onChoose={page.chooseService}
                onRestart={page.restart}
              />
            </Step>
            {service.value && <Chosen page={page} isNext={!wasChosen} />}
          </>
        )}
      </BookPage>
    );
  };
});

function Chosen({ page, isNext }: { page: Store; isNext: boolean }) {
  return (
    <>
      <Step title={t("When would suit you?")} isNext={isNext}>
        <When page={page} locale={boot.locale} />
      </Step>
      {(page.chosen.value || page.lost.value) && (
        <Step title={t("Who is coming?")}>
          <Details page={page} locale={boot.locale} />
        </Step>
      )}
    </>
  );
}
