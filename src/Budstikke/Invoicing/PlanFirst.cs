using Budstikke.Clients;
using Budstikke.Jobs;
using Budstikke.Orders;

namespace Budstikke.Invoicing;

/// <summary>Whom a document is to reach, as far as issuing has read it.</summary>
/// <param name="Customer">With the contacts by which the customer is reached now.</param>
/// <param name="Digits">A private customer's; null where there are none.</param>
internal sealed record Addressee(Customer Customer, PersonalDigits? Digits);

/// <summary>
/// How a document that is about to be issued begins its way to the customer, as what is written and becomes true with
/// it.
/// </summary>
internal delegate Settlement PlanFirst(Client client, NewDocument document, Addressee to, DateTimeOffset now);

/// <summary>
/// An invoice's customer with the contacts that were corrected since. A credit note goes where its invoice was
/// corrected to last, for whatever sending: the first address may be a stranger's.
/// </summary>
internal delegate Task<Customer> CorrectedCustomer(string invoiceId, Customer customer);
