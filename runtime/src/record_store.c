#include <pschema/record.h>

#include <pschema/access.h>

#include "bytes.h"
#include "record_job.h"

#include <string.h>

enum pschema_result pschema_job_seal(struct pschema_record_job *job)
{
    enum pschema_result result = pschema_job_check(job, 1);
    return result ? result : pschema_write(job->flash, job->where, job->start, job, 0);
}

enum pschema_result pschema_record_store(const struct pschema_flash *flash,
                                         struct pschema_writable where, uint32_t index,
                                         const struct pschema_record_layout *layout, void *record)
{
    struct pschema_record_job job;
    uint32_t unit, size;
    enum pschema_result result;
    pschema_job_begin(&job, flash, where.partition, layout, index, record);
    result = pschema_job_seal(&job);
    if (result) {
        return result;
    }
    unit = pschema_view(flash, where.partition)->program_size;
    size = (layout->size + unit - 1) & ~(unit - 1);
    result = pschema_check_blank(flash, where.partition, job.start, size);
    if (!result) {
        result = pschema_job_scan(&job, unit, size, PSCHEMA_JOB_WRITE);
    }
    return result ? result : pschema_job_scan(&job, 0, unit, PSCHEMA_JOB_WRITE);
}
