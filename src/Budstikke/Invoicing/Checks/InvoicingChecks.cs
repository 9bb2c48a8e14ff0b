using Budstikke.Documents.Calendar;
using Budstikke.Jobs.Checks;

namespace Budstikke.Invoicing.Checks;

internal static class InvoicingChecks
{
    public static IServiceCollection AddInvoicingChecks(this IServiceCollection services) =>
        services
            .AddChecks(
                NumberChecks.Run,
                DocumentChecks.Run,
                OrderChecks.Run,
                StatusChecks.Run,
                RunChecks.Run,
                InvoiceChecks.Run,
                LedgerChecks.Run,
                RefundChecks.Run,
                CreditChecks.Run
            )
            .AddMoments(
                new Stamped(
                    "invoices",
                    ("invoice_id", "invoice_id", "issued_at", Stamped.None, "issue_date"),
                    "A document is never changed: have its order refunded and sent again."
                )
                {
                    DayOf = OsloTime.DateOf,
                },
                new Stamped(
                    "invoice_runs",
                    ("run_id", "run_id", "begun_at", "coalesce(ended_at, 0)", Stamped.NoDay),
                    Stamped.KeptAsSaid
                )
            );
}
